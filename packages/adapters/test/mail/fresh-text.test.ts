import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"
import { describe, expect, it } from "vitest"
import { freshText } from "../../src/mail/fresh-text.ts"

describe("what is new in a reply", () => {
  it.each([
    [
      "Sigue roto.\n\nEl lun, 2 mar 2026 a las 10:00, Tienda (<hola@example.com>) escribió:\n> ¿Funciona?\n> Un saludo",
      "Sigue roto.",
    ],
    [
      "Still broken.\r\n\r\nOn Mon, Mar 2, 2026 at 10:00 AM Shop <hola@example.com> wrote:\r\n\r\n> Does it work?",
      "Still broken.",
    ],
    [
      "Thanks\n\nOn Wed, May 18, 2026 at 11:10 PM Somebody With A Long Name <somebody@example.com>\nwrote:\n\n> x",
      "Thanks",
    ],
    ["Gracias\n\n-----Mensaje original-----\nDe: Tienda\nEnviado: lunes\nAsunto: Hola", "Gracias"],
    ["Gracias\n\nDe: Tienda <hola@example.com>\nEnviado: lunes, 2 de marzo de 2026\nPara: Ana\n\nHola Ana", "Gracias"],
    ["Ok\n\n________________________________\nFrom: Shop\nSent: Monday\n\nHello", "Ok"],
    ["Vale, el martes.\n\n-- \nAna Ruiz\nTel. 600", "Vale, el martes."],
    ["Sí\n\nEnviado desde mi iPhone", "Sí"],
    ["Sin nada que citar.\nDos líneas.", "Sin nada que citar.\nDos líneas."],
    ["De: aquí no sigue una fecha\nasí que se queda", "De: aquí no sigue una fecha\nasí que se queda"],
    ["El martes escribió mi hermana: todo bien", "El martes escribió mi hermana: todo bien"],
  ])("of %j is %j", (mail, fresh) => {
    expect(freshText(mail)).toBe(fresh)
  })

  it("keeps what was written between the quoted lines", () => {
    expect(freshText("On Mon, Mar 2, 2026, Shop <hola@example.com> wrote:\n> Color?\n\nRojo\n\n> Talla?\n\nM\n")).toBe(
      "Rojo\n\nM",
    )
  })

  it("is everything when nothing new can be found", () => {
    expect(freshText("> todo citado\n> otra vez")).toBe("> todo citado\n> otra vez")
  })

  it("is found in hostile text of 1 MB without a standstill", () => {
    for (const text of [
      "On ".repeat(350_000),
      `On ${"x ".repeat(500_000)}wrote`,
      "\n".repeat(1_000_000),
      "On a\n".repeat(200_000),
      ">".repeat(1_000_000),
      "-".repeat(1_000_000),
    ]) {
      expect(freshText(text)).toBeTypeOf("string")
    }
  })
})

const replies = resolve(
  process.env["ESCUCHA_DATA"] ?? resolve(import.meta.dirname, "../../../../../shared/data"),
  "security/email-reply",
)
describe.skipIf(!existsSync(replies))("recorded replies (skipped: data not present)", () => {
  it.each([
    ["email_1_3.txt", "Having the function would be great.", "Hi folks"],
    ["email_gmail.txt", "This is a test for inbox replying", "outdated their version"],
    ["email_iPhone.txt", "Here is another email", "iPhone"],
    ["email_1_8.txt", "I will reply under this one", "maybe reply under this"],
  ])("%s keeps %j and not %j", (file, kept, dropped) => {
    const fresh = freshText(readFileSync(resolve(replies, file), "utf8"))
    expect(fresh).toContain(kept)
    expect(fresh).not.toContain(dropped)
  })
})
