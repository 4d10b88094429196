"""Which provider a setting names, and what has to be installed for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from isthmus.llm.model import Purpose
from isthmus.llm_settings import OFF, ModelSettings

EXAMPLE: Final = "openai:gpt-5-mini"


@dataclass(frozen=True)
class Provider:
    """``kind`` is LangChain's name, ``module`` what it imports, ``extra`` how ours is called.

    ``key`` is the provider's own variable, "" where it takes none. ``method`` is the way in which
    it is asked for JSON of a shape, "" where its client knows best.
    """

    kind: str
    module: str
    extra: str
    key: str = ""
    method: str = ""


@dataclass(frozen=True)
class Chosen:
    """A model that the settings name; ``provider`` is None where we do not know it."""

    said: str
    name: str
    provider: Provider | None

    @property
    def fault(self) -> str:
        """Say what a person has to do before it can be used; "" where nothing."""
        if self.provider is None:
            known = ", ".join(sorted(_PROVIDERS))
            return (
                f"'{self.said}' names no provider that is known here. Write ISTHMUS_LLM as "
                f"provider:model, such as {EXAMPLE}, with one of: {known}."
            )
        if not self.name:
            return f"'{self.said}' names no model. Write ISTHMUS_LLM as {EXAMPLE}."
        if find_spec(self.provider.module) is None:
            return (
                f"What speaks to {self.said} is not installed: "
                f"`pip install 'isthmus[{self.provider.extra}]'`."
            )
        return ""


def chosen(settings: ModelSettings) -> dict[Purpose, Chosen]:
    """Give the model of each purpose that has one."""
    own = {
        Purpose.UNDERSTANDING: settings.llm_understanding,
        Purpose.ANSWERING: settings.llm_answering,
        Purpose.DRAFTING: settings.llm_drafting,
    }
    named = {purpose: (said or settings.llm).strip() for purpose, said in own.items()}
    return {purpose: _chosen(said) for purpose, said in named.items() if said not in {"", OFF}}


def _chosen(said: str) -> Chosen:
    provider, _, name = said.partition(":")
    return Chosen(said, name.strip(), _PROVIDERS.get(provider.strip().lower().replace("-", "_")))


_OPENAI: Final = Provider("openai", "langchain_openai", "openai", "OPENAI_API_KEY", "json_schema")
_GOOGLE: Final = Provider(
    "google_genai", "langchain_google_genai", "google", "GOOGLE_API_KEY", "json_schema"
)
_BEDROCK: Final = Provider("bedrock_converse", "langchain_aws", "bedrock")
_MISTRAL: Final = Provider(
    "mistralai", "langchain_mistralai", "mistral", "MISTRAL_API_KEY", "json_schema"
)
_PROVIDERS: Final[Mapping[str, Provider]] = {
    "openai": _OPENAI,
    "azure_openai": Provider(
        "azure_openai", "langchain_openai", "openai", "AZURE_OPENAI_API_KEY", "json_schema"
    ),
    "anthropic": Provider("anthropic", "langchain_anthropic", "anthropic", "ANTHROPIC_API_KEY"),
    "google": _GOOGLE,
    "google_genai": _GOOGLE,
    "bedrock": _BEDROCK,
    "bedrock_converse": _BEDROCK,
    "mistral": _MISTRAL,
    "mistralai": _MISTRAL,
    "ollama": Provider("ollama", "langchain_ollama", "ollama", method="json_schema"),
}
