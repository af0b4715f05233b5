// `node --conditions=@escucha/source packages/adapters/scripts/channel-pages.mjs [FOLDER]`: writes a page of the reference for every
// channel, from its file and from what it describes, into docs/reference/channels.
import { globSync, mkdirSync, writeFileSync } from "node:fs"
import { registerHooks } from "node:module"
import { basename, join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { pageOf } from "./channel-page.mjs"
import { wordsOf } from "./channel-source.mjs"

const recording = new URL("recording-core.mjs", import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "@escucha/core" && context.parentURL?.includes("/adapters/src/")
      ? { url: recording, shortCircuit: true }
      : next(specifier, context),
})

const { described } = await import(recording)

/** What the file of a channel describes; one that does so when it is called, is called. */
const descriptionIn = async (path, name) => {
  described.length = 0
  const { [name]: make } = await import(pathToFileURL(path).href)
  if (described.length === 0) make({})
  const [only, ...others] = described
  if (!only || others.length > 0)
    throw new TypeError(`${path} describes ${described.length} channels; one file is one channel`)
  return only
}

/** The pages of all channels, by the names of their files, and the page that leads to them. */
export const pages = async () => {
  const folder = resolve(import.meta.dirname, "../src/channels")
  const found = new Map()
  const lines = []
  for (const path of globSync("*.ts", { cwd: folder })
    .sort()
    .map((name) => join(folder, name))) {
    const file = basename(path, ".ts")
    const words = wordsOf(path)
    found.set(`${file}.md`, pageOf(await descriptionIn(path, words.name), words, file))
    lines.push(`- [${file}](${file}.md): ${words.about.split(". ")[0]?.replace(/\.?$/, ".")}`)
  }
  const head =
    "# Channels\n\nEach page is written from the adapter's own file: what it declares is what the conformance kit holds it to."
  return found.set("README.md", `${head}\n\n${lines.join("\n")}\n`)
}

if (process.argv[1] === import.meta.filename) {
  const out = resolve(process.argv[2] ?? resolve(import.meta.dirname, "../../../docs/reference/channels"))
  mkdirSync(out, { recursive: true })
  for (const [name, text] of await pages()) writeFileSync(join(out, name), text)
}
