/**
 * Brings together what is asked at about the same time: what comes while a call is under way goes with the next one, at most `most` at
 * once. The answers come in the order of the questions; what a call throws, all of its callers get.
 */
export const createBatches = <Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  most: number,
): ((question: Question) => Promise<Answer>) => {
  interface Asked {
    readonly question: Question
    readonly resolve: (answer: Answer) => void
    readonly reject: (failure: unknown) => void
  }
  const waiting: Asked[] = []
  let isBusy = false
  const run = async (): Promise<void> => {
    isBusy = true
    await Promise.resolve() // what is asked in the same breath goes along
    while (waiting.length > 0) {
      const asked = waiting.splice(0, most)
      try {
        const answers = await ask(asked.map(({ question }) => question))
        for (const [place, { resolve, reject }] of asked.entries()) {
          if (place < answers.length)
            resolve(answers[place] as Answer) // there is one for each
          else reject(new RangeError("fewer answers than questions"))
        }
      } catch (failure) {
        for (const { reject } of asked) reject(failure)
      }
    }
    isBusy = false
  }
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!isBusy) void run()
    })
}
