"""What is asked of the IMAP library's session object, which ships no types."""

from __future__ import annotations

from typing import Any, Protocol


class Session(Protocol):
    """An open conversation with the server; the names are the library's."""

    has_capability: Any
    capabilities: Any
    namespace: Any
    list_folders: Any
    folder_exists: Any
    create_folder: Any
    subscribe_folder: Any
    select_folder: Any
    fetch: Any
    search: Any
    move: Any
    copy: Any
    add_flags: Any
    uid_expunge: Any
    append: Any
    noop: Any
    idle: Any
    idle_check: Any
    idle_done: Any
    login: Any
    oauth2_login: Any
    oauthbearer_login: Any
    starttls: Any
    logout: Any
    shutdown: Any
    socket: Any
    normalise_times: bool
