// Draws blocks of Slack as HTML: a question a line, {"blocks": [...], "bare": in a view}.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const packages = join(process.argv[2], "package.json");
const from = createRequire(packages);
const { createElement } = from("react");
const { renderToStaticMarkup } = from("react-dom/server");
const { Message } = await import(
  join(process.argv[2], "node_modules", "slack-blocks-to-jsx", "dist", "index.mjs")
);
const FACE = "data:image/gif;base64,R0lGODlhAQABAIAAADRmiAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

for await (const line of createInterface({ input: process.stdin })) {
  const { blocks, bare } = JSON.parse(line);
  const said = { blocks, name: "Isthmus", logo: FACE, time: new Date(0), withoutWrapper: bare };
  const drawn = renderToStaticMarkup(createElement(Message, { ...said, theme: "light" }));
  process.stdout.write(`${JSON.stringify(drawn)}\n`);
}
