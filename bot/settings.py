"""The only reader of the environment: settings are read once and handed over as values."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SlackMode(StrEnum):
    """How Slack reaches us."""

    SOCKET = "socket"
    HTTP = "http"


class SlackWorkspace(BaseModel):
    """One workspace's internal app: `PITBOSS_SLACK__<NAME>__BOT_TOKEN` and so on."""

    bot_token: SecretStr
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    mode: SlackMode | None = None

    @property
    def transport(self) -> SlackMode:
        """Socket Mode when an app token is given, unless `MODE` says otherwise."""
        return self.mode or (SlackMode.SOCKET if self.app_token else SlackMode.HTTP)


class DiscordServer(BaseModel):
    """One server's own application: `PITBOSS_DISCORD__<NAME>__BOT_TOKEN` and `…__SERVER`, the server's id."""

    bot_token: SecretStr
    server: str


class Settings(BaseSettings):
    """Everything that the environment (or a `.env` file) may say; names start with `PITBOSS_`."""

    model_config = SettingsConfigDict(
        env_prefix="PITBOSS_", env_nested_delimiter="__", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: SecretStr = SecretStr("sqlite:///data/pitboss.db")
    desk: Path = Path("desk.yaml")
    files: Path = Path("data/files")
    secret: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = 8080
    slack: dict[str, SlackWorkspace] = Field(default_factory=dict)
    slack_api_url: str = "https://slack.com/api/"
    discord: dict[str, DiscordServer] = Field(default_factory=dict)
    discord_api_url: str = "https://discord.com/api/v10"
    discord_gateway_url: str = "wss://gateway.discord.gg/"
    log_level: str = "INFO"
    log_json: bool = True
    failpoints: str = ""
    lease_seconds: float = 20.0
