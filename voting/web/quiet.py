"""What the sockets' library would write: it repeats what clients sent, so of it all only our own defects are told."""

from __future__ import annotations

from logging import ERROR, Handler, Logger, LogRecord

from voting.web.refusals import log_defect


class OnlyDefects(Handler):
    """Tells the kind and the place of an exception, and nothing else of any line."""

    def __init__(self, told: Logger) -> None:
        super().__init__(ERROR)
        self._told = told

    def emit(self, record: LogRecord) -> None:
        """Tells of an exception; a line without one is somebody's odd request, which was answered."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            log_defect(self._told, error)


def quiet_logger(told: Logger) -> Logger:
    """A logger for libraries; what it lets through goes to ours. Not registered anywhere: no setting turns it up."""
    logger = Logger("sockets", ERROR)  # noqa: LOG001 - so that no setting of anybody finds it
    logger.addHandler(OnlyDefects(told))
    return logger
