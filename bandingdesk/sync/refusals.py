"""What a shared store and the way to it can say no to: every leaf, and which of the server's codes it belongs to.

Nothing of a refused call was applied: a call is one transaction.
"""

from __future__ import annotations

from bandingdesk.errors import QT_TRANSLATE_NOOP, SyncError

_KEPT = QT_TRANSLATE_NOOP("errors", "Nothing was lost: your work is safe here and waits to be sent.")
_NOTHING_TAKEN = QT_TRANSLATE_NOOP("errors", "The shared store took nothing of this batch. Your work is safe here.")
_TELL = QT_TRANSLATE_NOOP("errors", "Tell your administrator before you sync again; work on meanwhile.")


class UnreachableError(SyncError):
    """No connection to HOST, or it broke."""

    code = "SY-21"
    message = QT_TRANSLATE_NOOP("errors", "The shared store can't be reached ({host}).")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP(
        "errors", "Work on. The program tries again by itself; check your network or VPN if it lasts."
    )


class CertificateError(SyncError):
    """The certificate that HOST shows is not of the council's authority, or not valid now."""

    code = "SY-22"
    message = QT_TRANSLATE_NOOP("errors", "The server {host} could not prove that it is your council's server.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, no password either. Your work is safe here.")
    do = QT_TRANSLATE_NOOP(
        "errors", "Tell your IT desk: its certificate is not from the authority that you were given."
    )


class CertificateNameError(SyncError):
    """The certificate is the council's but made out to another name than HOST."""

    code = "SY-23"
    message = QT_TRANSLATE_NOOP("errors", "The server behind {host} goes by another name.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, no password either. Your work is safe here.")
    do = QT_TRANSLATE_NOOP("errors", "Check the address under Sync. If it is right, tell your IT desk.")


class UnprotectedError(SyncError):
    """HOST offers no TLS, or a weaker way to log in than scram with channel binding."""

    code = "SY-24"
    message = QT_TRANSLATE_NOOP("errors", "The server {host} does not protect the connection as it must.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was sent, no password either. Your work is safe here.")
    do = QT_TRANSLATE_NOOP("errors", "Tell your IT desk: the server must ask for TLS and scram-sha-256.")


class PasswordError(SyncError):
    """The server did not accept the password of LOGIN; an expired one is answered the same way."""

    code = "SY-25"
    message = QT_TRANSLATE_NOOP("errors", "The shared store did not accept the password of {login}.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Type it again. If it has expired, your administrator gives you a new one.")


class LoginEndedError(SyncError):
    """LOGIN was ended by an administrator, or its password expired during the session."""

    code = "SY-26"
    message = QT_TRANSLATE_NOOP("errors", "The login {login} may no longer use the shared store.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP(
        "errors", "Ask your administrator. If you have left the team, export your sealed work first."
    )


class LoginUnknownError(SyncError):
    """LOGIN is right, but nobody told this store whose it is."""

    code = "SY-27"
    message = QT_TRANSLATE_NOOP("errors", "The shared store does not know whose login {login} is.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Ask your administrator to run: bandingdesk store roles --login {login}.")


class NotAllowedError(SyncError):
    """The roles of LOGIN do not allow this."""

    code = "SY-28"
    message = QT_TRANSLATE_NOOP("errors", "The roles of {login} do not allow this on the shared store.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was changed there or here.")
    do = QT_TRANSLATE_NOOP("errors", "Ask somebody who holds the role, or your administrator for it.")


class DeviceUnknownError(SyncError):
    """This device is not enrolled for this login, or another installation has its id."""

    code = "SY-29"
    message = QT_TRANSLATE_NOOP("errors", "The shared store does not know this computer under your login.")
    kept = _NOTHING_TAKEN
    do = QT_TRANSLATE_NOOP("errors", "Enrol it: bandingdesk store enrol, or Sync, Join.")


class DeviceRevokedError(SyncError):
    """This device was taken out of the shared store."""

    code = "SY-30"
    message = QT_TRANSLATE_NOOP("errors", "This computer was taken out of the shared store.")
    kept = _NOTHING_TAKEN
    do = QT_TRANSLATE_NOOP("errors", "Export your sealed work under Sync and give the file to an administrator.")


class ActorError(SyncError):
    """A change names an actor who is neither the login's person nor entered by that person."""

    code = "SY-31"
    message = QT_TRANSLATE_NOOP("errors", "A change that waits here is somebody else's, so {login} can't send it.")
    kept = _NOTHING_TAKEN
    do = QT_TRANSLATE_NOOP("errors", "Let the person who made it sync from this computer with their own login.")


class DeviceGapError(SyncError):
    """The numbers of this device do not go on where the server has them."""

    code = "SY-32"
    message = QT_TRANSLATE_NOOP("errors", "Changes of this computer are missing between what was sent and what waits.")
    kept = _NOTHING_TAKEN
    do = _TELL


class DeviceTwinError(SyncError):
    """The server holds another change under the same id or the same number of this device."""

    code = "SY-33"
    message = QT_TRANSLATE_NOOP("errors", "Another computer has sent changes as this one: one of the two is a copy.")
    kept = _NOTHING_TAKEN
    do = QT_TRANSLATE_NOOP("errors", "Enrol this computer again as a new device, and tell your administrator.")


class ServerCommitmentError(SyncError):
    """A body that was sent does not open its commitment, or the chain does not end as it was signed."""

    code = "SY-34"
    message = QT_TRANSLATE_NOOP("errors", "What was sent is not what this computer committed to.")
    kept = _NOTHING_TAKEN
    do = QT_TRANSLATE_NOOP("errors", "Verify the record (Oversight, Verify the record), and tell your administrator.")


class BatchTooLargeError(SyncError):
    """One call would have brought more than the server takes."""

    code = "SY-35"
    message = QT_TRANSLATE_NOOP("errors", "One change is larger than the shared store takes at once.")
    kept = _NOTHING_TAKEN
    do = _TELL


class BatchMalformedError(SyncError):
    """What was sent is no batch of whole acts."""

    code = "SY-36"
    message = QT_TRANSLATE_NOOP("errors", "The shared store could not read what was sent.")
    kept = _NOTHING_TAKEN
    do = _TELL


class ProtocolError(SyncError):
    """Program and server speak different versions of the protocol; `is_older`: this program is the older one."""

    code = "SY-37"
    message = QT_TRANSLATE_NOOP("errors", "This program and the shared store are of versions that do not fit.")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP(
        "errors", "Install the newest version here; your administrator keeps the server's up to date."
    )


class DeadlineError(SyncError):
    """HOST did not answer within SECONDS; what was under way may have arrived."""

    code = "SY-38"
    message = QT_TRANSLATE_NOOP("errors", "The shared store did not answer within {seconds} seconds.")
    kept = QT_TRANSLATE_NOOP("errors", "Your work is safe here. What had arrived is not taken twice.")
    do = QT_TRANSLATE_NOOP("errors", "Work on. The program tries again by itself.")


class ServerBusyError(SyncError):
    """The server is being upgraded, is full, or has a fault of its own: its CONDITION as a code."""

    code = "SY-39"
    message = QT_TRANSLATE_NOOP("errors", "The shared store can't take changes just now ({condition}).")
    kept = _KEPT
    do = QT_TRANSLATE_NOOP("errors", "Try again in some minutes. If it lasts, give your administrator the code.")


# The server's own codes (class BD), and those of the database that mean something here.
BY_CODE: dict[str, type[SyncError]] = {
    "BD001": LoginUnknownError,
    "BD002": LoginEndedError,
    "BD003": LoginEndedError,
    "BD004": DeviceUnknownError,
    "BD005": DeviceRevokedError,
    "BD006": ActorError,
    "BD007": DeviceGapError,
    "BD008": DeviceTwinError,
    "BD009": ServerCommitmentError,
    "BD010": BatchTooLargeError,
    "BD011": BatchMalformedError,
    "BD012": ProtocolError,
    "BD013": ProtocolError,
    "BD014": ServerBusyError,
    "BD015": ServerCommitmentError,
    "BD016": BatchMalformedError,
    "BD017": ServerBusyError,
    "42501": NotAllowedError,
    "28000": LoginEndedError,
    "28P01": PasswordError,
}

# What the client's half of the connection says, in its own English words, before there is a session.
BY_WORDS: tuple[tuple[str, type[SyncError]], ...] = (
    ("certificate verify failed", CertificateError),
    ("does not match host name", CertificateNameError),
    ("root certificate file", CertificateError),
    ("could not read root certificate", CertificateError),
    ("server does not support SSL", UnprotectedError),
    ("channel binding", UnprotectedError),
    ("authentication method requirement", UnprotectedError),
    ("auth method", UnprotectedError),
    ("password authentication failed", PasswordError),
    ("no password supplied", PasswordError),
    ("is not permitted to log in", LoginEndedError),
    ("no pg_hba.conf entry", NotAllowedError),
    ("permission denied for database", LoginUnknownError),
)
