import { ConfigurationError } from "../../kernel/errors.ts"
import { expectThat } from "../expectation.ts"
import { check, type ConformanceCheck } from "./check.ts"
import { secretsOf, type ChannelSubject } from "./subject.ts"

const refusalOf = <Options extends object>({ make }: ChannelSubject<Options>, config: unknown): unknown => {
  try {
    make(config as Options) // on purpose not what the type asks for: JavaScript and environment variables do this
  } catch (thrown) {
    return thrown
  }
  return undefined
}

const refuses = <Options extends object>(
  subject: ChannelSubject<Options>,
  option: string,
  config: unknown,
): ConformanceCheck =>
  check("capabilities", `refuses a wrong ${option} and names it`, () => {
    const refusal = refusalOf(subject, config)
    expectThat(
      `a wrong ${option} is refused with ConfigurationError before anything starts`,
      refusal instanceof ConfigurationError,
    )
    const named = `${subject.make(subject.config).id}.${option}`
    expectThat(`the refusal names ${named}; it names ${refusal.option}`, `${refusal.option}.`.startsWith(`${named}.`))
    expectThat("no refusal quotes a secret", !secretsOf(subject).some((secret) => refusal.message.includes(secret)))
  })

/** Everything that can be read from outside, functions left out: they are how the configuration is kept. */
const readable = (value: unknown, depth = 0): string => {
  if (typeof value !== "object" || value === null || depth > 6) return String(value)
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)} ${readable(Reflect.get(value, key), depth + 1)}`)
    .join("\n")
}

/** What a channel owes whoever configures it. */
export const configurationChecks = <Options extends object>(
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => [
  check("capabilities", "takes good options", () => {
    const { id, scheme, capabilities } = subject.make(subject.config)
    expectThat("the id is a short word in lower case", /^[a-z][a-z0-9-]*$/.test(id))
    expectThat("the scheme is a short word in lower case", /^[a-z][a-z0-9-]*$/.test(scheme))
    expectThat("the longest text is more than nothing", capabilities.text.max > 0 || capabilities.outbound === false)
  }),
  ...subject.secrets.flatMap((name) => [
    refuses(subject, name, Object.fromEntries(Object.entries(subject.config).filter(([option]) => option !== name))),
    refuses(subject, name, { ...subject.config, [name]: "" }),
  ]),
  ...(subject.wrong ?? []).map(({ option, config }) => refuses(subject, option, config)),
  check("discretion", "keeps its secrets to itself", () => {
    // `web` is left out: it is how the core's own routes get what seals their sessions.
    const { web: _, ...channel } = subject.make(subject.config)
    const outside = readable(channel)
    expectThat("no secret can be read from the channel", !secretsOf(subject).some((secret) => outside.includes(secret)))
  }),
]
