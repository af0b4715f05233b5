import type { DeskApp } from "./app.ts"

const minute = 60_000
const day = 24 * 60 * minute

/** What people of the sample bought, so that what they ordered makes a history. */
const goods = [
  ["Flight Valencia–Porto", 98],
  ["Hotel, one night", 124],
  ["Green lamp", 59],
  ["Travel bag", 74],
  ["Train Madrid–Sevilla", 61],
  ["Hotel, two nights", 228],
  ["Desk lamp, oak", 89],
  ["Flight Madrid–Roma", 143],
] as const

/** How many days ago each of them ordered before what the conversations tell. */
const ordered: { readonly [customer: string]: readonly number[] } = {
  "lucia-ferrer": [341, 276, 224, 166, 121, 74],
  "helen-marsh": [402, 198],
  "tom-becker": [215, 121, 60],
  "nuria-campos": [310, 244, 190, 130, 77, 40],
  "elena-duarte": [96, 71, 52, 33, 12],
  "sofia-almeida": [388, 341, 290],
  "iker-sanz": [150, 60],
  "emma-clarke": [300, 33],
  "oliver-price": [260, 170, 90],
  "ruben-costa": [188, 95],
  "noor-haddad": [230, 118, 44],
  "priya-nair": [64, 41, 20],
  "jonas-lind": [420],
  "clara-nilsen": [140, 88, 25],
  "bea-lozano": [365, 300, 255, 210],
  "george-finch": [25],
  "amaia-ruiz": [280, 200, 120, 35],
  "hannah-cole": [170],
  "tomas-gil": [330, 310],
  "mia-larsen": [110, 66, 21],
  "pau-ferrando": [9],
  "yasmin-farouk": [77],
  "olivia-reed": [205, 122],
  "carlos-mena": [390, 371, 350],
  "leila-amari": [57],
  "raul-vega": [240, 150, 60],
  "nina-holm": [130],
  "mateo-rius": [90, 45, 5],
  "william-hart": [300, 190, 70],
  "alba-serra": [18],
}

/** Where they live and for whom they work, as the CRM knows it. */
const facts: {
  readonly [customer: string]: { readonly city?: string; readonly company?: string; readonly phone?: string }
} = {
  "lucia-ferrer": { city: "Valencia" },
  "helen-marsh": { city: "Bristol" },
  "tomas-gil": { city: "Bilbao", phone: "600 000 001" },
  "priya-nair": { city: "Porto", company: "Norte Studio" },
  "clara-nilsen": { city: "Porto", company: "Norte Studio" },
  "oliver-price": { city: "Leeds" },
}

const tellOrders = async (app: DeskApp, now: number): Promise<void> => {
  const tellOf = async ([customer, days]: readonly [string, readonly number[]]): Promise<void> => {
    for (const [place, ago] of days.entries()) {
      const [what, total] = goods[(place * 3 + customer.length) % goods.length] ?? goods[0]
      await app.customers.track(
        customer,
        "order-placed",
        { order: `A-1${customer.length}${place}${ago}`, what, total, currency: "EUR" },
        { id: `sample:past:${customer}:${ago}`, at: now - ago * day },
      )
    }
  }
  await Promise.all(Object.entries(ordered).map(tellOf))
}

const tellFacts = async (app: DeskApp, now: number): Promise<void> => {
  for (const [customer, traits] of Object.entries(facts))
    await app.customers.identify(customer, traits, { id: `sample:crm:${customer}`, at: now - 30 * day, source: "crm" })
  const studio = "account:norte-studio"
  await app.customers.identify(studio, { name: "Norte Studio" }, { id: "sample:studio", at: now - 60 * day })
  for (const [member, role] of [
    ["priya-nair", "buyer"],
    ["clara-nilsen", "owner"],
  ] as const)
    await app.customers.join(member, studio, { id: `sample:studio:${member}`, at: now - 50 * day, role })
}

/**
 * People who wrote from another address and may be there twice. What is said of each pair, in bits, is made up like the people: so few
 * teach a matcher nothing. With customers of your own, `identities.suggest()` compares them.
 */
const twice = [
  {
    known: "helen-marsh",
    again: "email:h.marsh@example.com",
    traits: { name: "Helen Marsh", language: "en", city: "Bristol" },
    score: 0.97,
    explanation: [
      { field: "name", level: "same", weight: 9.4 },
      { field: "city", level: "same", weight: 3.2 },
      { field: "email", level: "similar", weight: 1.1 },
    ],
  },
  {
    known: "tomas-gil",
    again: "email:tomas.gil@example.com",
    traits: { name: "Tomas Gil", language: "es", city: "Bilbao" },
    score: 0.91,
    explanation: [
      { field: "name", level: "close", weight: 7.1 },
      { field: "city", level: "same", weight: 3.4 },
      { field: "email", level: "unknown", weight: 0 },
    ],
  },
  {
    known: "oliver-price",
    again: "email:olivia.price@example.com",
    traits: { name: "Olivia Price", language: "en", city: "York" },
    score: 0.52,
    explanation: [
      { field: "name", level: "similar", weight: 5.2 },
      { field: "city", level: "different", weight: -2.8 },
      { field: "email", level: "similar", weight: 1.1 },
    ],
  },
] as const

const tellGuesses = async ({ customers, identities }: DeskApp, now: number): Promise<void> => {
  for (const { known, again, traits, score, explanation } of twice) {
    await customers.identify(again, traits, { id: `sample:twice:${known}`, at: now - 20 * day })
    const guess = { id: `sample:guess:${known}`, source: "matching", trust: "suggested", score, explanation } as const
    await identities.link(`user:${known}`, again, guess)
  }
}

/** Places that look like somebody's and are not, and one that a colleague joined by hand. */
const tellDoubts = async ({ customers, identities }: DeskApp, now: number): Promise<void> => {
  const daughter = { name: "Sara Blasco", language: "es" } as const
  await customers.identify("email:sara.b@example.com", daughter, { id: "sample:daughter", at: now - 20 * day })
  // a tablet that two people use: the second one is not the first
  await customers.identify("vera-dias", {}, { id: "sample:tablet", also: ["visitor:sample-ben-whitlock"] })
  await identities.link("visitor:sample-david-roca", "email:lucia.ferrer@example.com", {
    id: "sample:claim",
    trust: "claimed",
    source: "chat",
  })
  await identities.link("user:nuria-campos", "telegram:sample-nuria-campos", {
    id: "sample:by-hand",
    trust: "manual",
    source: "Marcos",
    evidence: "She said on the phone that this is her.",
  })
  await identities.keepApart("user:sara-blasco", "email:sara.b@example.com", {
    id: "sample:apart",
    by: "Marcos",
    reason: "mother and daughter",
  })
}

const newsletter = {
  version: "2026-01",
  language: "es",
  text: "Quiero recibir el boletín con novedades y consejos, una vez al mes. Puedo dejarlo cuando quiera.",
} as const

/** What some of them agreed to, took back, or were asked. */
const tellConsents = async (app: DeskApp, now: number): Promise<void> => {
  const { consents, preferences } = app
  await consents.record("lucia-ferrer", {
    id: "sample:lucia:newsletter",
    at: now - 121 * day,
    purpose: "newsletter",
    channel: "email",
    method: "form",
    text: newsletter,
    actor: "customer",
    evidence: { url: "https://shop.example/checkout", ip: "203.0.113.7", userAgent: "Firefox" },
  })
  await consents.record("lucia-ferrer", {
    id: "sample:lucia:marketing",
    at: now - 12 * day,
    purpose: "marketing",
    decision: "deny",
    method: "verbal",
    actor: "Ana",
    evidence: { note: "Me pidió por teléfono que no la llamemos para vender." },
  })
  await preferences.set(
    "lucia-ferrer",
    { language: "es", quietHours: ["20:00", "10:00"], atMost: "1 per 30 days", channels: ["chat", "email"] },
    { id: "sample:lucia:preferences", at: now - 40 * day, by: "customer" },
  )
  await consents.record("tom-becker", {
    id: "sample:tom:newsletter",
    at: now - 60 * day,
    purpose: "newsletter",
    channel: "email",
    method: "double-opt-in",
    text: { version: "2026-01", language: "en", text: "I want the newsletter with news and advice, once a month." },
    actor: "customer",
    evidence: { url: "https://shop.example/newsletter", ip: "203.0.113.21" },
  })
  await consents.withdraw("tom-becker", {
    id: "sample:tom:enough",
    at: now - 9 * day,
    purpose: "newsletter",
    channel: "email",
    method: "link",
    actor: "customer",
    evidence: { note: "The link at the end of the newsletter" },
  })
  await consents.record("elena-duarte", {
    id: "sample:elena:similar",
    at: now - 52 * day,
    purpose: "similar-products",
    channel: "email",
    method: "form",
    actor: "customer",
    evidence: { sale: "A-11252", url: "https://shop.example/checkout" },
  })
}

/** Tells the house who the people of the sample are: what they bought, what they agreed to, and whom we are not sure about. */
export const tellPeople = async (app: DeskApp, now: number): Promise<void> => {
  await tellFacts(app, now)
  await tellOrders(app, now)
  await tellConsents(app, now)
  await tellDoubts(app, now)
  await tellGuesses(app, now)
  await app.insights.fitValue()
}
