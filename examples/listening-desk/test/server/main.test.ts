import { execFileSync } from "node:child_process"
import { mkdir, readFile, stat, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { freshFolder, startDesk } from "../desk-process.ts"

const addressIn = (said: string) => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? ""
const tokenIn = (said: string) => /\?token=(\S+)/.exec(said)?.[1] ?? ""

describe("the desk as a program", () => {
  it("prints a link that opens the desk, serves it, and ends with 130 at Ctrl-C", async () => {
    await using folder = await freshFolder()
    const desk = startDesk("--data", folder.path, "--port", "0")
    const said = await desk.says("/customer")
    const url = addressIn(said)
    const signedIn = await fetch(`${url}/desk/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token: tokenIn(said) }),
    })
    expect(signedIn.status).toBe(201)
    const { session } = (await signedIn.json()) as { readonly session: string } // the desk's own answer
    const inbox = await fetch(`${url}/desk/inbox`, { headers: { authorization: `Bearer ${session}` } })
    expect(((await inbox.json()) as { readonly items: readonly unknown[] }).items.length).toBeGreaterThan(20) // the desk's own answer
    expect((await fetch(`${url}/desk/inbox`)).status).toBe(401)
    desk.child.kill("SIGINT")
    expect(await desk.ended).toBe(130)
  })

  it("keeps its secrets in a file for this user alone, and shows none but the token of the link", async () => {
    await using folder = await freshFolder()
    const desk = startDesk("--data", folder.path, "--port", "0")
    await desk.says("/customer")
    desk.child.kill("SIGINT")
    await desk.ended
    const file = join(folder.path, "secrets.json")
    const { chatSecret, deskToken } = JSON.parse(await readFile(file, "utf8")) as {
      readonly chatSecret: string
      readonly deskToken: string
    } // our own file
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(desk.output() + desk.errors()).not.toContain(chatSecret)
    expect((desk.output() + desk.errors()).split(deskToken)).toHaveLength(2)
  })

  it("takes the next port when the one it wants is taken, and says so", async () => {
    await using folder = await freshFolder()
    const other = createServer()
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve)
    })
    const { port } = other.address() as AddressInfo // a server on a port has one
    const desk = startDesk("--data", folder.path, "--port", String(port))
    const said = await desk.says("/customer")
    expect(said).toContain(`${port}`)
    expect(addressIn(said)).not.toBe(`http://127.0.0.1:${port}`)
    desk.child.kill("SIGINT")
    await desk.ended
    other.close()
  })

  it("says what to do when another process has the data, without a stack", async () => {
    await using folder = await freshFolder()
    const first = startDesk("--data", folder.path, "--port", "0")
    await first.says("/customer")
    const second = startDesk("--data", folder.path, "--port", "0")
    expect(await second.ended).toBe(1)
    expect(second.errors()).toContain("another process has this file open")
    expect(second.errors()).not.toMatch(/\n\s+at /)
    first.child.kill("SIGINT")
    await first.ended
  })

  it.each([
    ["a file in place of the folder", "data", "name a folder that is yours to write in with --data"],
    ["half a file of secrets", "data/secrets.json", "secrets.json: is not a file of secrets; delete it"],
    ["something else than a database", "data/desk.db", "file is not a database"],
  ])("says what to do with %s, without a stack", async (_, place, said) => {
    await using folder = await freshFolder()
    const file = join(folder.path, place)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, "{".repeat(5_000))
    const desk = startDesk("--data", join(folder.path, "data"), "--port", "0")
    expect(await desk.ended).not.toBe(0)
    expect(desk.errors()).toContain(said)
    expect(desk.errors()).not.toMatch(/\n\s+at /)
    expect((await readFile(file, "utf8")).length).toBe(5_000)
  })

  it("ends an import at Ctrl-C with 130, and goes on from there the next time", async () => {
    await using folder = await freshFolder()
    const file = join(folder.path, "messages.csv")
    await writeFile(file, "id,at,customer,text\nm-1,2026-03-01T10:00:00Z,ana,Hi\nm-2,2026-03-01T20:00:00Z,ana,Hi\n")
    const words = ["--data", join(folder.path, "data"), "--import", file, "--exit"]
    const slow = startDesk(...words, "--speed", "1")
    await expect
      .poll(async () => (await stat(join(folder.path, "data", "desk.db-wal")).catch(() => ({ size: 0 }))).size, {
        timeout: 20_000,
      })
      .toBeGreaterThan(0)
    slow.child.kill("SIGINT")
    expect(await slow.ended).toBe(130)
    expect(slow.errors()).toContain("goes on where it ended")
    const rest = startDesk(...words)
    expect(await rest.ended).toBe(0)
    expect(JSON.parse(rest.output())).toMatchObject({ total: { messages: 2, customers: 1 } })
  })

  it.skipIf(process.platform === "win32")(
    "says at once that a pipe is not a file, instead of waiting for somebody who writes into it",
    async () => {
      await using folder = await freshFolder()
      const pipe = join(folder.path, "pipe.csv")
      execFileSync("mkfifo", [pipe])
      const desk = startDesk("--data", folder.path, "--import", pipe)
      expect(await desk.ended).toBe(2)
      expect(desk.errors()).toContain("is not a file")
    },
  )

  it.each([
    [["--import", "nowhere.csv"], "nowhere.csv cannot be opened"],
    [["--import", "."], "is not a file"],
    [["--port", "99999"], "--port: give a number"],
    [["--speed", "fast", "--import", "x.csv"], "--speed: give max"],
    [["--columns", "name=x", "--import", "x.csv"], "--columns: write FIELD=COLUMN"],
    [["--data", ""], "--data: name a folder"],
    [["--exit"], "--exit: goes with --import FILE"],
    [["--token", "short"], "--token: give 16 characters"],
    [["--nonsense"], "--nonsense"],
  ])("refuses %j with 2 and the remedy", async (words, said) => {
    await using folder = await freshFolder()
    const desk = startDesk("--data", folder.path, ...words)
    expect(await desk.ended).toBe(2)
    expect(desk.errors()).toContain(said)
    expect(desk.errors()).not.toMatch(/\n\s+at /)
    expect(desk.output()).toBe("")
  })
})
