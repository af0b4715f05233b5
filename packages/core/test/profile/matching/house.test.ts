import { expect, it, onTestFinished } from "vitest"
import * as z from "zod"
import { createEscucha } from "../../../src/index.ts"
import { date, email, exact, name } from "../../../src/matching.ts"
import { createClock } from "../../../src/testing/clock.ts"
import { aCrowd } from "./a-crowd.ts"

const text = z.string()
const traits = { first: text, last: text, born: text, town: text, name: text }
const matching = {
  fields: { first: name(), last: name(), born: date(), town: exact({ frequency: true }) },
  blocks: [["last"], ["first", "town"], ["born"]],
} as const

const aHouse = (more: object = {}) => {
  const clock = createClock("2026-06-01T12:00:00Z")
  const escucha = createEscucha({ clock, traits, secret: "a secret of thirty-two letters or more", ...more })
  onTestFinished(() => escucha.close())
  return { escucha, clock }
}
type House = ReturnType<typeof aHouse>["escucha"]

const crowd = aCrowd(150)

/** The crowd as customers: their addresses are compared, and never linked. */
const aTown = async (escucha: House) => {
  for (const { id, values } of crowd.records) {
    const told = Object.entries(values).filter(
      ([trait, value]) => trait !== "email" && typeof value === "string" && value !== "",
    )
    await escucha.customers.identify(`crm:crowd-${id}`, Object.fromEntries(told))
  }
}

const guesses = async (escucha: House) => (await escucha.identities.suggestions({ limit: 500 })).items

/** Waits until what follows the house has seen what was told, or until it is clear that it will not. */
const until = async (isThere: () => Promise<boolean>): Promise<boolean> => {
  for (let turn = 0; turn < 5_000; turn++) {
    if (await isThere()) return true
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
  return false
}

it("guesses who is there twice, says why without their values, and joins nobody", async () => {
  const { escucha } = aHouse({ matching })
  await aTown(escucha)
  const before = (await escucha.store.size()).customers
  const phases = new Set<string>()
  const report = await escucha.identities.suggest({ onProgress: ({ phase }) => phases.add(phase) })
  expect(report.customers).toBe(crowd.records.length)
  expect(report.suggested).toBeGreaterThan(20)
  expect(report.suggested).toBe(report.pairs)
  expect([...phases]).toEqual(["reading", "learning", "comparing", "suggesting"])
  expect((await escucha.store.size()).customers).toBe(before)
  const found = await guesses(escucha)
  expect(found).toHaveLength(report.suggested)
  expect(found.every(({ score, source }) => score >= 0.9 && score <= 1 && source === "matching")).toBe(true)
  const [best] = found
  expect(best?.explanation.map(({ field }) => field)).toEqual(expect.arrayContaining(["first", "last"]))
  expect(JSON.stringify(best?.explanation)).not.toMatch(/crowd-/)
})

it("guesses a pair once, also over again, and not against the word of a person", async () => {
  const { escucha } = aHouse({ matching })
  await aTown(escucha)
  const first = await escucha.identities.suggest()
  expect((await escucha.identities.suggest()).suggested).toBe(0)
  const before = await guesses(escucha)
  const [one, two] = before
  if (!one || !two) throw new Error("there are guesses")
  await escucha.identities.accept(one.id, { by: "eva" })
  await escucha.identities.refuse(two.id, { by: "eva", reason: "twins" })
  const again = await escucha.identities.suggest()
  const left = await guesses(escucha)
  expect(left.map(({ id }) => id)).not.toContain(one.id)
  expect(left.map(({ id }) => id)).not.toContain(two.id)
  // two who are one now say more together, and may look like a third; nobody else is anew. The house compares who changes by
  // itself too: this run says only what that one had not said before it
  const fresh = left.filter(({ id }) => !before.some((old) => old.id === id))
  const joined = new Set(one.ends.map(({ stream }) => stream))
  expect(again.suggested).toBeLessThanOrEqual(fresh.length)
  expect(new Set(left.map(({ ends }) => JSON.stringify(ends.map(({ stream }) => stream).toSorted()))).size).toBe(
    left.length,
  )
  expect(fresh.every(({ ends }) => ends.some(({ stream }) => joined.has(stream)))).toBe(true)
  expect(left.length - fresh.length).toBeLessThan(first.suggested)
})

it("compares who changes after the last run with those who were there, and who was erased with nobody", async () => {
  const { escucha } = aHouse({ matching })
  await aTown(escucha)
  await escucha.identities.suggest()
  const known = await guesses(escucha)
  const person = { first: "Zenobia", last: "Quillfeather", born: "1971-03-08", town: "Northby" }
  await escucha.customers.identify("crm:first", person)
  await escucha.customers.identify("crm:second", { ...person, last: "Quillfeater" })
  const isGuessed = async () => (await guesses(escucha)).length > known.length
  expect(await until(isGuessed)).toBe(true)
  const fresh = (await guesses(escucha)).find(({ id }) => !known.some((old) => old.id === id))
  expect(fresh?.explanation.map(({ field, level }) => [field, level])).toEqual([
    ["first", "same"],
    ["last", "close"],
    ["born", "same"],
    ["town", "same"],
  ])
  await escucha.customers.erase("crm:first")
  await escucha.customers.erase("crm:second")
  const left = await guesses(escucha)
  await escucha.customers.identify("crm:third", person) // would be guessed, if anybody remembered those two
  const other = { first: "Ignatius", last: "Thistlewood", born: "1964-11-30", town: "Westby" }
  await escucha.customers.identify("crm:fourth", other)
  await escucha.customers.identify("crm:fifth", other)
  expect(await until(async () => (await guesses(escucha)).length > left.length)).toBe(true)
  expect(await guesses(escucha)).toHaveLength(left.length + 1)
})

it("does not guess that two users are one, whom a rule keeps apart", async () => {
  const { escucha } = aHouse({ matching })
  await aTown(escucha)
  const { first, last, born } = { first: "Zenobia", last: "Quillfeather", born: "1971-03-08" }
  await escucha.customers.identify("user:one", { first, last, born })
  await escucha.customers.identify("user:two", { first, last, born })
  const report = await escucha.identities.suggest()
  expect(report).toMatchObject({ refused: 1, suggested: report.pairs - 1 })
})

it("compares nobody by itself where the application does not ask for it", async () => {
  const { escucha } = aHouse()
  await aTown(escucha)
  await expect(escucha.identities.suggest()).rejects.toMatchObject({ _tag: "ConfigurationError", option: "matching" })
  expect(await guesses(escucha)).toEqual([])
  expect((await escucha.identities.suggest(matching)).suggested).toBeGreaterThan(20)
})

it("reads an identifier where there is no trait of its name, and leaves accounts alone", async () => {
  const { escucha } = aHouse()
  for (let at = 0; at < 40; at++)
    await escucha.customers.identify(`email:other${at}@post.example`, { name: `Other Number${at}` })
  await escucha.customers.identify("email:ana.ruiz@post.example", { name: "Ana Ruiz" })
  await escucha.customers.identify("email:ana.ruiz@work.example", { name: "Ana Ruiz" })
  await escucha.customers.identify("account:ruiz", { name: "Ana Ruiz" })
  const report = await escucha.identities.suggest({ fields: { name: name(), email: email() }, blocks: [["name"]] })
  expect(report.customers).toBe(42)
  expect(report.pairs).toBe(1)
  const [guess] = await guesses(escucha)
  expect(guess?.explanation.map(({ field, level }) => [field, level])).toEqual([
    ["name", "same"],
    ["email", "user"],
  ])
})

it("stops where it is told to, and says what is wrong with a description", async () => {
  const { escucha } = aHouse({ matching })
  await aTown(escucha)
  const stopped = new AbortController()
  const run = escucha.identities.suggest({
    signal: stopped.signal,
    onProgress: ({ phase }) => phase === "learning" && stopped.abort(),
  })
  await expect(run).rejects.toMatchObject({ name: "AbortError" })
  expect(await guesses(escucha)).toEqual([])
  expect(() => createEscucha({ matching: { fields: {} } })).toThrow(
    expect.objectContaining({ _tag: "ConfigurationError", option: "matching.fields" }),
  )
  await expect(escucha.identities.suggest({ fields: {} })).rejects.toMatchObject({
    _tag: "ConfigurationError",
    option: "fields",
  })
})

it("says of a field that tells nothing that it weighs 0, as it is read again from a file", async () => {
  const { escucha } = aHouse({
    matching: { fields: { name: name(), born: date(), town: exact() }, blocks: [["name"], ["born"]] },
  })
  await escucha.customers.identify("crm:1", { name: "Ana Pérez", born: "1980-01-02" })
  await escucha.customers.identify("crm:2", { name: "Ana Perez", born: "1980-01-02" })
  await escucha.identities.suggest()
  const { items } = await escucha.customers.timeline("crm:1")
  const weights = items.flatMap(({ kind, data }) =>
    kind === "identities-linked" && "explanation" in data ? (data.explanation ?? []) : [],
  )
  expect(weights.map(({ weight }) => Object.is(weight, -0))).toEqual([false, false])
})
