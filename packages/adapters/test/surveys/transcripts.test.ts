import {
  choice,
  choices,
  csat,
  date,
  defineSurvey,
  dropdown,
  matrix,
  maxDiff,
  nps,
  openText,
  ranking,
  slider,
} from "@escucha/core/survey"
import { type Reply, simulate } from "@escucha/core/testing"
import { describe, expect, it } from "vitest"
import { line } from "../../src/channels/line.ts"
import { messenger } from "../../src/channels/messenger.ts"
import { slack } from "../../src/channels/slack.ts"
import { telegram } from "../../src/channels/telegram.ts"
import { twilio } from "../../src/channels/twilio.ts"
import { whatsapp } from "../../src/channels/whatsapp.ts"
import { subject as ofLine } from "../channels/line.subject.ts"
import { subject as ofMessenger } from "../channels/messenger.subject.ts"
import { subject as ofSlack } from "../channels/slack.subject.ts"
import { subject as ofTelegram } from "../channels/telegram.subject.ts"
import { subject as ofTwilio } from "../channels/twilio.subject.ts"
import { subject as ofWhatsapp } from "../channels/whatsapp.subject.ts"

const visit = defineSurvey("visit", (survey) =>
  survey
    .say("hello", { es: "Hola, {name|amiga}.", en: "Hello, {name|friend}." })
    .ask("score", nps({ es: "¿Nos recomendarías?", en: "Would you recommend us?" }))
    .ask("how", csat({ es: "¿Qué tal el servicio?", en: "How was the service?" }))
    .ask(
      "fix",
      choice({ es: "¿Qué arreglamos?", en: "What should we fix?" }, [
        { value: "delivery", label: { es: "La entrega", en: "The delivery" } },
        { value: "returns", label: { es: "Las devoluciones por correo", en: "Returns by post and by courier" } },
      ]),
      { required: false, when: (a) => a.score.atMost(8) },
    )
    .ask("tags", choices({ es: "¿Qué te gustó?", en: "What did you like?" }, ["Food", "Music", "Light"], { most: 2 }))
    .ask("words", openText({ es: "¿Algo más?", en: "Anything else?" }), { required: false })
    .thank({ es: "Gracias.", en: "Thank you." }),
)

const more = defineSurvey("more", (survey) =>
  survey
    .ask("often", dropdown("How often do you come?", ["Once a year", "2-5 times", "More than 5 times"]))
    .ask("fair", slider("How fair was the price?"))
    .ask("service", matrix("The service", ["Speed", "Care"], ["Bad", "Fair", "Good"]))
    .ask("order", ranking("What matters?", ["Price", "Taste", "Place"]))
    .ask("best", maxDiff("Best and worst", ["Sun", "Sea", "Sand"], { size: 3, times: 1 }))
    .ask("when", date("When did you come?")),
)

const channels = {
  "text message": { medium: "sms", capabilities: twilio(ofTwilio.config).capabilities },
  telegram: { medium: "chat", capabilities: telegram(ofTelegram.config).capabilities },
  whatsapp: { medium: "chat", capabilities: whatsapp(ofWhatsapp.config).capabilities },
  line: { medium: "chat", capabilities: line(ofLine.config).capabilities },
  slack: { medium: "chat", capabilities: slack(ofSlack.config).capabilities },
  messenger: { medium: "chat", capabilities: messenger(ofMessenger.config).capabilities },
} as const

const names = Object.keys(channels) as (keyof typeof channels)[] // the keys of this very object
const words: readonly Reply[] = ["9 de cada... no, un 7", "7", "muy satisfecha", "la segunda", "1 y 3", "saltar"]
const answers = { score: 7, how: 5, fix: "returns", tags: ["Food", "Light"], words: null }

describe("a survey by words and by taps", () => {
  it.each(names)("%s: is understood in the customer's own words", (name) => {
    const played = simulate(visit, { ...channels[name], language: "es", names: { name: "Ana" } }, words)
    expect(played.answers).toEqual({ hello: null, ...answers })
    expect(played.text).toMatchSnapshot()
  })

  it.each(names)("%s: takes what is tapped, where it can be", (name) => {
    const taps: readonly Reply[] = [{ tap: "7" }, { tap: "5" }, { tap: "returns" }, "Food, Light", { tap: "-" }]
    const played = simulate(visit, { ...channels[name], language: "en" }, taps)
    const isTapped = name !== "text message"
    // a tap that is not there is a word like any other: "returns" and "-" are understood as well
    expect(played.answers).toEqual({ hello: null, ...answers })
    expect(played.lines.some(({ choices: offered }) => offered !== undefined)).toBe(isTapped)
  })

  it.each(names)("%s: asks one thing after another of what takes several steps", (name) => {
    const script = ["b", "70", "2", "good", "1", "taste", "3", "Sun", "29 March 2026"]
    const played = simulate(more, { ...channels[name], language: "en" }, script)
    expect(played.answers).toMatchObject({
      often: "2-5 times",
      fair: 70,
      service: { Speed: "Fair", Care: "Good" },
      order: ["Price", "Taste", "Place"],
    })
    expect(played.text).toMatchSnapshot()
  })
})
