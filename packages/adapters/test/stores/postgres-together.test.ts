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
