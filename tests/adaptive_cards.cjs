// Says what the library of Adaptive Cards remarks in cards, and what Markdown makes of a text.
// One question a line on the standard input, one answer a line on the standard output.
"use strict";
const path = require("path");
const modules = path.join(process.argv[2], "node_modules");
const { AdaptiveCard, SerializationContext, Versions } = require(path.join(process.argv[2], "adaptivecards.cjs"));
const markdown = require(path.join(modules, "markdown-it"))({ html: true, linkify: true, breaks: true });

function remarks(content) {
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(content, context);
  const found = [];
  for (let at = 0; at < context.eventCount; at++) found.push(context.getEventAt(at).message);
  return found;
}

require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const { card, text } = JSON.parse(line);
  const answer = card ? remarks(card) : markdown.render(text);
  process.stdout.write(JSON.stringify(answer) + "\n");
});
