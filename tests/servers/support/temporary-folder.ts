import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A folder of a server's own, and what removes it. */
export interface TemporaryFolder {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** An empty folder that a server may also enter after it gave its rights away. */
export const temporaryFolder = async (name: string): Promise<TemporaryFolder> => {
  const path = await mkdtemp(join(tmpdir(), `escucha-${name}-`))
  await chmod(path, 0o755)
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}
