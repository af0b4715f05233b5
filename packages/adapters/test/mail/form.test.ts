import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formIn } from "../../src/mail/form.ts"

const call = (bytes: Uint8Array, type: string) => ({
  method: "POST",
  url: "https://shop.example/hooks/mail",
  headers: { "content-type": type },
  body: new TextDecoder().decode(bytes),
  bytes,
})

const written = async (form: FormData) => {
  const response = new Response(form)
  return call(new Uint8Array(await response.arrayBuffer()), response.headers.get("content-type") ?? "")
}

describe("a form that was posted", () => {
  it("holds what the runtime's own client wrote, field by field and byte by byte", async () => {
    const name = fc.stringMatching(/^[a-z][a-z\d-]{0,20}$/)
    const value = fc.string({ unit: "grapheme" }).map((text) => text.toWellFormed().replaceAll(/\r\n?|\n/g, "\r\n"))
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value), fc.uint8Array(), async (fields, bytes) => {
        const form = new FormData()
        for (const [each, text] of Object.entries(fields)) form.append(each, text)
        form.append("the file", new Blob([new Uint8Array(bytes)], { type: "image/png" }), "así.png")
        const read = formIn(await written(form))
        for (const [each, text] of Object.entries(fields)) expect(read?.field(each)).toBe(text)
        expect(read?.files).toEqual([{ field: "the file", name: "así.png", type: "image/png", bytes }])
      }),
      { numRuns: 300 },
    )
  })

  it("is read in the letters that each field was written in", () => {
    const head = '--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    const bytes = Buffer.from(`${head}señor\r\n--b--`, "latin1")
    const form = formIn(call(new Uint8Array(bytes), "multipart/form-data; boundary=b"))
    expect(form?.field("text", "iso-8859-1")).toBe("señor")
    expect(form?.field("text", "no-such-letters")).toBe("se\uFFFDor")
    expect(form?.field("other")).toBeUndefined()
  })

  it("that is JSON is none", () => {
    for (const body of ["{}", "[]", '  {"a":1}'])
      expect(formIn(call(new TextEncoder().encode(body), "application/json"))).toBeUndefined()
  })

  it("never throws and takes no time, whatever comes", () => {
    const pieces = fc.constantFrom("--b", "--", "\r\n", "\r\n\r\n", "Content-Disposition: form-data; name=a", '"', "x")
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        formIn(call(new TextEncoder().encode(parts.join("")), "multipart/form-data; boundary=b"))?.field("a")
      }),
      { numRuns: 3_000 },
    )
    for (const text of ["--b\r\n".repeat(100_000), "-".repeat(500_000), `--b\r\n${"x".repeat(500_000)}`])
      formIn(call(new TextEncoder().encode(text), `multipart/form-data; boundary=${"-".repeat(60)}b`))
  })

  it("is looked at no longer than it is long, whatever boundary a stranger names", () => {
    let looks = 0
    const counted = (bytes: Uint8Array) =>
      new Proxy(bytes, {
        get: (target, name) => {
          looks += 1
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === "function" ? value.bind(target) : value
        },
      })
    for (const length of [69, 70, 2_000]) {
      const boundary = `${"-".repeat(length - 1)}b`
      for (const text of ["-".repeat(20_000), `\r\n--${boundary.slice(0, -1)}`.repeat(300)]) {
        looks = 0
        formIn({
          ...call(new Uint8Array(), `multipart/form-data; boundary=${boundary}`),
          bytes: counted(new TextEncoder().encode(text)),
        })
        expect(looks).toBeLessThan(4 * text.length)
      }
    }
  })

  it("has its parts apart where their boundary begins a line, and nowhere else", () => {
    const head = 'Content-Disposition: form-data; name="text"\r\n\r\n'
    const read = (text: string) =>
      formIn(call(new TextEncoder().encode(text), "multipart/form-data; boundary=b"))?.field("text")
    expect(read(`--b\r\n${head}a --b c\r\n--b--`)).toBe("a --b c")
    expect(read(`before\r\n--b\r\n${head}a\r\n--b--`)).toBe("a")
    expect(read(`--b\r\n\r\n--b\r\n${head}a\r\n--b--`)).toBe("a")
    expect(read("--b")).toBeUndefined()
    expect(read("")).toBeUndefined()
  })
})
