import { serve } from "@escucha/adapters/servers/node"
import { join } from "node:path"
import { escucha } from "./escucha.ts"
import { openPages } from "./pages.ts"

const fallback = await openPages(join(import.meta.dirname, "../dist"))
const serving = await serve(escucha, { port: Number(process.env["PORT"] ?? 4320), fallback })
console.log(`The workshop is open: ${serving.url}`)

const close = async () => {
  await serving.close()
  await escucha.close()
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void close())
