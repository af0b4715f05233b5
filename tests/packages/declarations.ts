import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import ts from "typescript"

/** The packages that the types of an entry name, through every declaration file that it reaches by a relative path. */
export const packagesInTypes = (entry: string, seen = new Set<string>()): readonly string[] => {
  if (seen.has(entry)) return []
  seen.add(entry)
  const { importedFiles } = ts.preProcessFile(readFileSync(entry, "utf8"))
  return [
    ...new Set(
      importedFiles.flatMap(({ fileName }) =>
        fileName.startsWith(".")
          ? packagesInTypes(join(dirname(entry), fileName.replace(/\.js$/, ".d.ts")), seen)
          : [fileName],
      ),
    ),
  ].sort()
}

/** What an application exports that uses the package as most do: a house, its doors, and what tests are made of. */
const application = `
import { createEscucha, defineSurvey, nps } from "@escucha/core"
import { createTestEscucha, fakeChannel, signedWebhook, webhookKeys } from "@escucha/core/testing"
const visit = defineSurvey("visit", (survey) => survey.ask("score", nps("Would you recommend us?")))
export const escucha = createEscucha({ surveys: [visit], purposes: { news: { basis: "consent", text: "News" } } })
export const house = createTestEscucha({ channels: { sms: fakeChannel({ scheme: "phone" }) } })
export const { cases, channels, consents, conversations, customers, identities, ingest, insights, media, messages } = escucha
export const { preferences, segments, surveys } = escucha
export const customer = customers.get("user-1")
export const webhook = signedWebhook
export const keys = webhookKeys
`

/** What cannot be named in the declarations of an application that uses the built package. */
export const unnamedIn = (folder: string): readonly string[] => {
  const place = mkdtempSync(join(tmpdir(), "escucha-application-"))
  mkdirSync(join(place, "node_modules/@escucha"), { recursive: true })
  symlinkSync(folder, join(place, "node_modules/@escucha/core"))
  writeFileSync(join(place, "package.json"), `{ "type": "module" }`)
  const file = join(place, "application.ts")
  writeFileSync(file, application)
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2024.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
    strict: true,
    declaration: true,
    skipLibCheck: true,
    types: [],
  })
  const source = program.getSourceFile(file)
  const said = [...program.getSemanticDiagnostics(source), ...program.getDeclarationDiagnostics(source)]
  rmSync(place, { recursive: true })
  return said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))
}
