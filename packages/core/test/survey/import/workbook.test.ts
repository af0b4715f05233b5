import { deflateRawSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { importXlsForm, readWorkbook } from "../../../src/survey-import.ts"

/** An archive of these parts, as a spreadsheet writes it. */
const archive = (parts: { readonly [name: string]: string }, size?: number): Uint8Array => {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(parts)) {
    const called = Buffer.from(name)
    const packed = deflateRawSync(Buffer.from(text))
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50)
    head.writeUInt16LE(called.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(size ?? packed.length, 20)
    entry.writeUInt16LE(called.length, 28)
    entry.writeUInt32LE(at, 42)
    local.push(head, called, packed)
    central.push(entry, called)
    at += 30 + called.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, ...central, end])
}

const parts = (rows: string, shared = "") => ({
  "xl/workbook.xml": `<workbook><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
  "xl/sharedStrings.xml": `<sst>${shared}</sst>`,
  "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
})

const text = (words: string) => `<is><t>${words}</t></is>`

describe("a workbook", () => {
  it("is read as rows under the heads of its first one, however its cells are written", async () => {
    const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr">${text("age")}</c></row>
      <row r="2"><c r="A2" t="str"><v>a &lt; b &#233;</v></c><c r="B2" s="3"/><c r="D2"><v>41.0</v></c></row>
      <row r="3"/>
      <row r="4"><c r="B4" t="b"><v>1</v></c></row>`
    const shared = `<si><t>type</t></si><si><r><t xml:space="preserve">na</t></r><r><t>me</t></r></si>`
    expect(await readWorkbook(archive(parts(rows, shared)))).toEqual({
      survey: [
        { type: "a < b é", name: "", age: "41.0" },
        { type: "", name: "TRUE", age: "" },
      ],
    })
  })

  it("becomes a survey", async () => {
    const rows = ["type,name,label", "integer,age,How old?"].map(
      (row) =>
        `<row>${row
          .split(",")
          .map((cell) => `<c t="inlineStr">${text(cell)}</c>`)
          .join("")}</row>`,
    )
    const { definition } = importXlsForm(await readWorkbook(archive(parts(rows.join("")))), { name: "household" })
    expect(definition?.questions).toMatchObject([{ id: "age", kind: "number", text: "How old?" }])
  })

  it("is refused where it is none, where it is cut off, and where it unpacks without end", async () => {
    const whole = archive(parts(`<row><c t="inlineStr">${text("type")}</c></row>`))
    const refused = [
      new Uint8Array(),
      new TextEncoder().encode("name,type\n"),
      whole.slice(0, -40),
      archive({ "xl/a.xml": "" }),
    ]
    for (const bytes of refused)
      await expect(readWorkbook(bytes)).rejects.toThrow("workbook: give the bytes of an .xlsx file")
    await expect(readWorkbook(archive(parts("x"), 0xffffff))).rejects.toThrow("workbook:")
    const bomb = archive(parts(" ".repeat(51_000_000)))
    expect(bomb.length).toBeLessThan(100_000)
    await expect(readWorkbook(bomb)).rejects.toThrow("workbook: let it unpack to 50000000 bytes at most")
  })
})
