"""Settings of Casework. Everything that differs between machines comes from the environment.

Without a single variable this is the one-PC mode: SQLite, a broker in a folder and files,
all below one private data directory. README.md lists the variables.
"""

import socket
from datetime import timedelta
from pathlib import Path

from config import directory, env

ROOT = Path(__file__).resolve().parent.parent

# -- Where things are kept ---------------------------------------------------------------

DATA_DIR = env.folder(Path(env.text("CASEWORK_DATA_DIR", str(ROOT / "var"))).expanduser().resolve())
MEDIA_ROOT = env.folder(DATA_DIR / "files")
FILE_UPLOAD_TEMP_DIR = env.folder(DATA_DIR / "tmp")
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "static/"

# -- Security ----------------------------------------------------------------------------

DEBUG = env.flag("CASEWORK_DEBUG", default=False)
SECRET_KEY_IS_LOCAL = not env.text("SECRET_KEY", "")
SECRET_KEY = env.secret_key("SECRET_KEY", kept_in=DATA_DIR / "secret_key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.words("CASEWORK_HOSTS")]

# Personal data is encrypted with keys that are never in the database (docs/personal-data.md).
# Its file has a key a line and is followed while the program runs.
DATA_KEYS = env.given_words("CASEWORK_DATA_KEYS")
DATA_KEYS_ARE_LOCAL = not DATA_KEYS and not env.text("CASEWORK_DATA_KEYS_FILE", "")
DATA_KEYS_FILE = env.text("CASEWORK_DATA_KEYS_FILE", str(DATA_DIR / "data_keys"))
FIELD_ALGORITHM = env.choice("CASEWORK_CIPHER", "SM4-GCM", among=("SM4-GCM", "AES-GCM")).lower()
FIELD_CIPHER = "casework.adapters.encryption"

BEHIND_HTTPS = env.flag("CASEWORK_HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in env.words("CASEWORK_HOSTS")] if BEHIND_HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_SSL_REDIRECT = BEHIND_HTTPS
# Asked on this machine, without the proxy that speaks HTTPS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "casework.adapters.session_store"
SESSION_COOKIE_NAME = "casework_session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "casework_csrf"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# An applicant's half-filled form outlives a lunch break; a signed-in desk does not
# (config.sessions shortens it after every request of a signed-in person).
SESSION_COOKIE_AGE = 12 * 60 * 60
DESK_DAY_SECONDS = 12 * 60 * 60
DESK_IDLE_SECONDS = 60 * env.number("CASEWORK_IDLE_MINUTES", 30, at_least=1)
# Sign-in records are kept six months at the least (网络安全法第二十三条第三项); events of cases and accounts for ever.
AUDIT_MONTHS = env.number("CASEWORK_AUDIT_MONTHS", 12, at_least=6)

# -- Django ------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "django_fsm",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "casework",
]

MIDDLEWARE = [
    "config.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # In front of the static files, which are answered from the line below them.
    "config.headers.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.headers.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.plain_addresses.PlainAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sessions.IdleTimeoutMiddleware",
    # Closed unless opened: a view for applicants says so with @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    # Behind it: whoever is signed in may still owe a second factor or a password of the own.
    "casework.desk.sign_in_gate.SignInGateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Last, so that it answers for the sign-in view whatever stands in front.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
# Form fields are drawn by our own templates, which the default renderer would not find.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

STORAGES = {
    "default": {"BACKEND": "casework.adapters.sealed_files.SealedStorage"},
    "staticfiles": {"BACKEND": "config.static_files.KeptAddresses"},
}
# Tries an hour from one address (of IPv6: its /64), for all processes; 0 is no limit. Wrong look-ups and passwords count,
# right ones do not; uploads are the files of unsent forms, which nobody has to sign in for.
RATE_LIMITS = {
    "filing": env.number("CASEWORK_FILINGS_PER_HOUR", 60),
    "lookup": env.number("CASEWORK_WRONG_LOOKUPS_PER_HOUR", 60),
    "sign_in": env.number("CASEWORK_WRONG_PASSWORDS_PER_HOUR", 100),
    "upload": env.number("CASEWORK_UPLOADS_PER_HOUR", 300),
}
RATE_FOLDER = DATA_DIR / "rates"
# A sum to be solved before a request is filed or looked up.
ROBOT_CHECK = env.flag("CASEWORK_ROBOT_CHECK", default=False)

# Where a clamd listens; empty: files are not scanned. With one, nobody opens a file it has not called clean.
CLAMD_URL = env.place("CASEWORK_CLAMD", among=("tcp", "unix"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Files do not count here: a file that is too large must reach the form, which answers with a sentence.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# SQLite keeps the key columns of a covering index and leaves the others out.
# HSTS speaks for this host alone: its subdomains and a preload list are the site owner's to decide.
SILENCED_SYSTEM_CHECKS = ["models.W040", "security.W005", "security.W021"]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "casework.User"
LOGIN_URL = "desk:login"
_ldap, _oidc = directory.ldap(), directory.oidc()
vars().update(_ldap | _oidc)
DIRECTORY_BACKENDS = directory.backends(ldap_on=bool(_ldap), oidc_on=bool(_oidc["OIDC_LABEL"]))
# The first refuses before a password is even looked at.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "casework.adapters.accounts.AccountBackend",
    *DIRECTORY_BACKENDS,
]

# Five wrong passwords close an account for that address for half an hour (GB/T 22239, 登录失败处理). Name
# and address together: nobody can lock a colleague out from elsewhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "casework.desk.sign_in.locked_out"
CLIENT_ADDRESS = "config.sessions.client_address"
AXES_CLIENT_IP_CALLABLE = "casework.adapters.client_address.counted_address"
AXES_USERNAME_CALLABLE = "casework.adapters.wrong_passwords.counted_name"

OTP_TOTP_ISSUER = "依申请公开办理系统"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    # JSON only: the browsable pages need inline scripts, which our CSP forbids.
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["casework.api.reading.StrictJSONParser"],
    # One shape for every error: code, sentence, article, field.
    "EXCEPTION_HANDLER": "casework.api.errors.answer",
}

# -- Database ----------------------------------------------------------------------------

DATABASES = {"default": env.database(default=f"sqlite:///{DATA_DIR / 'casework.sqlite3'}")}
_database = DATABASES["default"]
# Threads keep their connection; on SQLite this also spares a WAL checkpoint after every request.
_database["CONN_MAX_AGE"] = 600
if _database["ENGINE"].endswith("sqlite3"):
    # Writers wait for each other instead of failing, and an accepted request outlives a power cut.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000"
        ),
    }
else:
    _database |= {"ENGINE": "casework.adapters.postgresql", "CONN_HEALTH_CHECKS": True}
    # A server that does not answer is told after seconds and not after the minutes of the network.
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
    _database["OPTIONS"]["keeps_plans"] = env.flag("CASEWORK_PREPARED_STATEMENTS", default=True)

# -- Celery: a message is only a wake-up, the database row is the truth --------------------

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://localhost//")
if CELERY_BROKER_URL.startswith("filesystem:"):
    _messages = str(env.folder(DATA_DIR / "queue"))
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": _messages,
        "data_folder_out": _messages,
        "control_folder": str(env.folder(DATA_DIR / "queue-control")),
        "polling_interval": 0.5,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 5, "socket_keepalive": True}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
# By machine: where several share the data directory, two beats do not share their memory.
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / f"beat-schedule-{socket.gethostname()}")

# -- Mail --------------------------------------------------------------------------------

vars().update(env.mail(default=f"filemail:///{env.folder(DATA_DIR / 'mail')}"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("CASEWORK_MAIL_FROM", "casework@localhost")

# -- Webhooks: the hosts that agencies may have messages pushed to; empty: any host this machine reaches -----

WEBHOOK_HOSTS = env.words("CASEWORK_WEBHOOK_HOSTS")

# -- Backup: the key stands in its own file, away from the backups ---------------------------

BACKUP_KEY = env.text("CASEWORK_BACKUP_KEY", "")
BACKUP_FOLDER = Path(env.text("CASEWORK_BACKUP_DIR", str(DATA_DIR / "backups"))).expanduser()

# -- Letters: the office's own fonts by name -----------------------------------------------

LETTER_FACES = {
    "text": env.text("CASEWORK_FONT_TEXT", "仿宋_GB2312"),
    "title": env.text("CASEWORK_FONT_TITLE", "方正小标宋简体"),
    "heading": env.text("CASEWORK_FONT_HEADING", "黑体"),
}
# Font files laid here are used for PDF beside those of the system.
LETTER_FONT_FOLDERS = [str(env.folder(DATA_DIR / "fonts")), *env.words("CASEWORK_FONT_FOLDERS")]

# -- Logging -----------------------------------------------------------------------------

LOG_LEVEL = env.choice("CASEWORK_LOG_LEVEL", "WARNING", among=("DEBUG", "INFO", "WARNING", "ERROR"))
LOG_FORMAT = env.choice("CASEWORK_LOG_FORMAT", "LINE", among=("LINE", "JSON")).lower()
# 0 writes none; one access line a request needs CASEWORK_LOG_LEVEL=INFO.
SLOW_QUERY_MILLISECONDS = env.number("CASEWORK_SLOW_QUERY_MS", 0)
METRICS_TOKEN = env.text("CASEWORK_METRICS_TOKEN", "")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "config.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} [{request_id}]: {message}",
            "style": "{",
        },
        "json": {"()": "config.logs.JSONFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers would print a second time, and mail errors to nobody.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
