import { StoreError } from "@escucha/core/store"

interface Call<Asked, Answer> {
  readonly asked: Asked
  readonly resolve: (answer: Answer) => void
  readonly reject: (failure: unknown) => void
}

/**
 * How many questions one statement takes; how many may wait while the database does not answer, beyond which one is refused; how many
 * statements of one kind are under way at once.
 */
const limits = { questions: 500, waiting: 20_000, together: 2 }

/**
 * Asks many questions by one statement: while the last ones are answered, others gather. To parse, plan and send takes a database as
 * long for one as for fifty. `ask` answers in the order in which it was asked; what it fails with is the answer to all of them.
 * Rejects with `StoreError` "unavailable" where too many wait.
 */
export const askTogether = <Asked, Answer>(
  ask: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
): ((asked: Asked) => Promise<Answer>) => {
  const waiting: Call<Asked, Answer>[] = []
  let underWay = 0
  const run = async (calls: readonly Call<Asked, Answer>[]): Promise<void> => {
    try {
      const answers = await ask(calls.map(({ asked }) => asked))
      if (answers.length !== calls.length) throw new RangeError("there is one answer for each question")
      for (const [place, answer] of answers.entries()) calls[place]?.resolve(answer)
    } catch (failure) {
      for (const { reject } of calls) reject(failure)
    }
  }
  const pump = (): void => {
    while (underWay < limits.together && waiting.length > 0) {
      underWay++
      void run(waiting.splice(0, limits.questions)).finally(() => {
        underWay--
        pump()
      })
    }
  }
  return (asked) => {
    if (waiting.length >= limits.waiting) return Promise.reject(new StoreError("unavailable"))
    return new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      pump()
    })
  }
}
