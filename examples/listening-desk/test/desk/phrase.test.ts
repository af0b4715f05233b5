import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { es } from "../../src/desk/i18n/es.ts"
import { speechOf } from "../../src/desk/i18n/words.tsx"
import { deliveryWords } from "../../src/desk/thread/delivery-mark.tsx"
import { authorOf } from "../../src/desk/thread/author.ts"
import { phraseOf, type EventItem } from "../../src/desk/thread/phrase.ts"
import { anEntryId } from "./lines.ts"

const anEvent = (kind: string, data: EventItem["data"] = {}): EventItem => ({
  type: "event",
  id: anEntryId(1),
  at: 0,
  kind,
  data,
})

describe("a quiet line", () => {
  const kinds = [
    "rule-fired",
    "case-opened",
    "case-assigned",
    "case-closed",
    "conversation-assigned",
    "conversation-closed",
    "survey-asked",
    "survey-answered",
    "mood-changed",
    "opted-out",
    "opted-in",
    "answer-overdue",
    "team-notified",
    "identities-linked",
    "identities-unlinked",
    "traits-set",
    "event-tracked",
    "identities-kept-apart",
    "consent-changed",
    "consent-requested",
    "preferences-set",
    "segment-entered",
    "segment-left",
    "lifecycle-changed",
    "membership-changed",
    "event-rejected",
    "event-replayed",
    "traits-rectified",
    "customer-exported",
    "customer-readmitted",
    "address-suppressed",
    "suppression-lifted",
    "message-followed",
    "checked-in",
  ]
  it.each(kinds)("has words for %s in both languages", (kind) => {
    const texts = [speechOf("es"), speechOf("en")].map(
      (speech) => phraseOf(anEvent(kind, { event: "order-placed" }), speech, 0).text,
    )
    expect(texts.every((text) => text !== "" && !text.includes(kind))).toBe(true)
    expect(texts[0]).not.toBe(texts[1])
  })
  it("tells who has the case, why and until when", () => {
    const data = {
      case: "c",
      kind: "call back",
      owner: "Retention",
      because: "upset",
      due: new Date(2026, 2, 1, 16, 38).getTime(),
    }
    const phrase = phraseOf(anEvent("case-opened", data), speechOf("en"), new Date(2026, 2, 1, 12).getTime())
    expect(phrase).toEqual({ text: "Case “call back” opened for Retention", detail: "upset · due 16:38" })
  })
  it("shows a kind that it does not know by its name, and never throws on its data", () => {
    expect(phraseOf(anEvent("parcel-lost"), speechOf("es"), 0)).toEqual({ text: "parcel lost", detail: null })
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds, "constructor", "__proto__"),
        fc.dictionary(fc.string(), fc.anything()),
        (kind, data) => {
          expect(() => phraseOf(anEvent(kind, data), speechOf("en"), 0)).not.toThrow()
        },
      ),
    )
  })
  it("says why a message was held back", () => {
    expect(deliveryWords({ status: "withheld", because: "opted-out" }, speechOf("es"), 0)).toBe(
      es.delivery.withheld(es.withheld["opted-out"]),
    )
  })
})

describe("what our application calls things", () => {
  it("is said in the reader's language: rules, teams, cases, answers", () => {
    const spanish = speechOf("es")
    const rule = { rule: "a person calls whoever is upset" }
    expect(phraseOf(anEvent("rule-fired", rule), spanish, 0).text).toBe(
      "Se aplicó la regla «una persona llama a quien se enfada»",
    )
    const opened = { kind: "call-back", owner: "retention", because: "mood went from calm to upset" }
    expect(phraseOf(anEvent("case-opened", opened), spanish, 0)).toEqual({
      text: "Caso «devolver la llamada» abierto para Retención",
      detail: "el ánimo pasó de calma a enfado",
    })
    const answered = { survey: "recommend", answers: { score: 8, why: "El embalaje" } }
    expect(phraseOf(anEvent("survey-answered", answered), spanish, 0)).toEqual({
      text: "Encuesta «recomendación» respondida",
      detail: "nota: 8 · por qué: El embalaje",
    })
  })
  it("tells an order by what it is and what it costs, and never fails on a currency that is none", () => {
    const order = (currency: string) => ({
      event: "order-placed",
      properties: { what: "Green lamp", total: 59, currency },
    })
    expect(phraseOf(anEvent("event-tracked", order("EUR")), speechOf("en"), 0)).toEqual({
      text: "Order placed",
      detail: "Green lamp · €59",
    })
    expect(phraseOf(anEvent("event-tracked", order("shells")), speechOf("en"), 0).detail).toContain("Green lamp")
  })
  it("tells who joined two places, what was typed and not proven, and what only looks alike", () => {
    const link = (trust: string, source = "app") =>
      phraseOf(anEvent("identities-linked", { schemes: ["user", "email"], trust, source }), speechOf("en"), 0)
    expect(link("manual", "Marcos")).toEqual({
      text: "Recognised as one person: Customer no. and E-mail",
      detail: "Marcos",
    })
    expect(link("claimed")).toEqual({ text: "Typed an address of theirs", detail: "E-mail" })
    expect(link("suggested", "matching")).toEqual({
      text: "May be the same person as somebody else",
      detail: "the search for duplicates",
    })
    // of before links had types
    expect(phraseOf(anEvent("identities-linked", { schemes: ["", ""] }), speechOf("en"), 0).text).toBe(
      "Recognised as the same person",
    )
  })
  it("tells what was agreed to, by which channel and how", () => {
    const consent = (data: object) =>
      phraseOf(anEvent("consent-changed", { purpose: "newsletter", ...data }), speechOf("es"), 0)
    expect(consent({ decision: "grant", channel: "email", method: "form" })).toEqual({
      text: "Permite: Boletín",
      detail: "Correo · en un formulario",
    })
    expect(consent({ decision: "withdraw", channel: "*", method: "verbal" })).toEqual({
      text: "Retira: Boletín",
      detail: "dicho a un compañero",
    })
  })
  it("tells segments and stages in the reader's words, and who corrected or took data out", () => {
    const tell = (kind: string, data: object) => phraseOf(anEvent(kind, { ...data }), speechOf("es"), 0)
    expect(tell("segment-entered", { segment: "regulars" }).text).toBe("Ahora en el segmento «habituales»")
    expect(tell("lifecycle-changed", { from: "active", to: "at-risk" }).text).toBe("Ahora: En riesgo")
    expect(tell("traits-rectified", { traits: ["city"], by: "Eva", reason: "se mudó" })).toEqual({
      text: "Corregido",
      detail: "Ciudad · Eva · se mudó",
    })
    expect(tell("customer-exported", { by: "Eva", format: "csv" }).detail).toBe("Eva · CSV")
  })
  it("names whoever wrote: a colleague, a rule or a survey", () => {
    const speech = speechOf("en")
    expect(["Ana", "rule:night watch", "survey:recommend", "app"].map((author) => authorOf(author, speech))).toEqual([
      "Ana",
      "rule “night watch”",
      "survey “recommendation”",
      "the application",
    ])
  })
})
