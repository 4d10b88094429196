"""files.*: uploading in three steps, as Slack wants it, and looking at what was shared."""

import mimetypes

from slack_workspace.errors import SlackError
from slack_workspace.events import posted
from slack_workspace.methods.asking import Asked, offers
from slack_workspace.model import Json, Message, SharedFile


@offers("files.getUploadURLExternal", "files:write")
def get_upload_url(asked: Asked) -> Json:
    length = asked.text("length")
    if not length.isdigit() or int(length) == 0:
        raise SlackError("invalid_arguments")
    name = asked.text("filename")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = SharedFile(asked.state.new_id("F"), name, asked.bot.id, mimetype=kind)
    file.length, file.alt_text = int(length), str(asked.args.get("alt_txt") or "")
    asked.state.files[file.id] = file
    return {"upload_url": f"{asked.state.base}/upload/{file.id}", "file_id": file.id}


@offers("files.completeUploadExternal", "files:write")
def complete_upload(asked: Asked) -> Json:
    given = asked.args.get("files")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    files = [_uploaded(asked, one) for one in given]
    for file in files:
        file.complete = True
    if asked.args.get("channel_id"):
        _share(asked, files)
    return {"files": [file.as_json(asked.state.base) for file in files]}


@offers("files.delete", "files:write")
def delete(asked: Asked) -> Json:
    """Take a file of the app's back, with the messages that consist of it."""
    file = asked.state.files.get(asked.text("file"))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    if file.user != asked.bot.id:
        raise SlackError("cant_delete_file")
    del asked.state.files[file.id]
    for channel in map(asked.state.channels.__getitem__, file.channels):
        for message in channel.messages:
            if file in message.files:
                message.files.remove(file)
                message.deleted = not (message.text or message.blocks or message.files)
    return {}


@offers("files.info", "files:read")
def info(asked: Asked) -> Json:
    file = asked.state.files.get(asked.text("file"))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    return {"file": file.as_json(asked.state.base)}


def _uploaded(asked: Asked, given: Json) -> SharedFile:
    file = asked.state.files.get(str(given.get("id")))
    if file is None or file.complete:
        raise SlackError("file_not_found")
    if not file.content or len(file.content) != file.length:
        raise SlackError("file_upload_size_mismatch")
    file.title = given.get("title") or file.name
    return file


def _share(asked: Asked, files: list[SharedFile]) -> None:
    """Post the files into a channel or a thread, beside what is said of them."""
    channel = asked.own_channel("channel_id")
    thread = str(asked.args.get("thread_ts") or "")
    if thread and channel.find(thread) is None:
        raise SlackError("thread_not_found")
    message = Message(
        asked.state.clock.stamp(),
        channel.id,
        asked.bot.id,
        str(asked.args.get("initial_comment") or ""),
        asked.blocks(),
        thread,
        asked.installation.bot_id,
        asked.state.app.id,
        subtype="file_share",
        files=files,
    )
    asked.state.keep(message)
    for file in files:
        file.channels.append(channel.id)
    posted(asked.state, message)
