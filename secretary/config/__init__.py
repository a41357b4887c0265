"""What an operator may set: read once, checked whole, handed on as values."""

from secretary.config.load import load_config as load_config
from secretary.config.models import Config as Config
from secretary.config.models import OfficeConfig as OfficeConfig
