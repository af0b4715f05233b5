import { expect, it } from "vitest"
import { askTogether } from "../../src/postgres/together.ts"

/** Questions whose answers a test gives, round by round. */
const asking = () => {
  const rounds: { readonly asked: readonly number[]; readonly end: PromiseWithResolvers<readonly string[]> }[] = []
  const ask = askTogether<number, string>((asked) => {
    const end = Promise.withResolvers<readonly string[]>()
    rounds.push({ asked, end })
    return end.promise
  })
  return { ask, rounds, asked: () => rounds.map(({ asked }) => asked) }
}
const answer = (asked: readonly number[]) => asked.map((each) => `answer ${each}`)

it("asks at once, at most two statements at a time, and together what gathers meanwhile", async () => {
  const { ask, rounds, asked } = asking()
  const answers = Promise.all([1, 2, 3, 4, 5].map(ask))
  expect(asked()).toEqual([[1], [2]])
  rounds[0]?.end.resolve(answer([1]))
  await expect.poll(asked).toEqual([[1], [2], [3, 4, 5]])
  rounds[1]?.end.resolve(answer([2]))
  rounds[2]?.end.resolve(answer([3, 4, 5]))
  expect(await answers).toEqual(answer([1, 2, 3, 4, 5]))
})

it("begins what is asked after something was answered only then: whoever wrote reads what was written", async () => {
  const { ask, rounds, asked } = asking()
  const early = [ask(1), ask(2), ask(3)]
  rounds[0]?.end.resolve(answer([1]))
  await expect.poll(asked).toEqual([[1], [2], [3]])
  const late = ask(4) // the statement that carries 3 has begun
  expect(asked()).toEqual([[1], [2], [3]])
  rounds[1]?.end.resolve(answer([2]))
  await expect.poll(asked).toEqual([[1], [2], [3], [4]])
  rounds[2]?.end.resolve(answer([3]))
  rounds[3]?.end.resolve(answer([4]))
  expect(await Promise.all([...early, late])).toEqual(answer([1, 2, 3, 4]))
})

it("fails all that were asked together, and goes on with the next", async () => {
  const { ask, rounds } = asking()
  const [one, two, ...gathered] = [1, 2, 3, 4].map(ask)
  rounds[0]?.end.reject(new Error("gone"))
  await expect(one).rejects.toThrow("gone")
  rounds[1]?.end.resolve([])
  await expect(two).rejects.toThrow("one answer for each question")
  rounds[2]?.end.resolve(answer([3, 4]))
  expect(await Promise.all(gathered)).toEqual(answer([3, 4]))
})

it("holds so many questions while nothing is answered, refuses the rest at once, and then has room again", async () => {
  const { ask, rounds } = asking()
  const offered = Array.from({ length: 50_000 }, (_, number) => ask(number).catch((failure: unknown) => failure))
  const refused = await Promise.all(offered.slice(20_002))
  expect(refused).toHaveLength(29_998)
  for (const each of refused) expect(each).toMatchObject({ _tag: "StoreError", reason: "unavailable" })
  for (let round = 0; round < rounds.length; round++) {
    const { asked, end } = rounds[round] ?? {}
    end?.resolve(answer(asked ?? []))
    await Promise.all(offered.slice(asked?.[0], (asked?.at(-1) ?? 0) + 1))
    await expect.poll(() => rounds.length > round + 1 || asked?.at(-1) === 20_001).toBe(true)
  }
  expect(await Promise.all(offered.slice(0, 20_002))).toEqual(answer(Array.from({ length: 20_002 }, (_, each) => each)))
  const again = ask(7)
  rounds.at(-1)?.end.resolve(answer([7]))
  expect(await again).toBe("answer 7")
})
