"""Appointments: free time is found, offered, kept, booked, moved and cancelled, all by mail."""

from secretary.services.appointments.service import Appointments as Appointments
from secretary.services.appointments.settings import AppointmentSettings as AppointmentSettings
