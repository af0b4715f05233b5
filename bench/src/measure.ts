/** What is measured: called again and again. A promise is waited for. Its result is used, so that no compiler leaves it out. */
export type Task = () => unknown

/** Milliseconds of CPU of one batch: long against the clock's microsecond, short against another process's turn. */
const batchLength = 10
const warmUp = 150

/** CPU time of this process in nanoseconds, all threads: what others do on the machine meanwhile does not count. */
const cpuTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}

interface Prepared {
  readonly name: string
  readonly run: (times: number) => unknown
  readonly times: number
}

let sink: unknown

const repeated =
  (task: Task): ((times: number) => void) =>
  (times) => {
    for (let time = 0; time < times; time++) sink = task()
  }

const repeatedAsync =
  (task: Task) =>
  async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) sink = await task()
  }

/** Lets the compiler finish, and finds how many calls make a batch. */
const prepare = async (name: string, task: Task): Promise<Prepared> => {
  const first = task()
  const run = first instanceof Promise ? repeatedAsync(task) : repeated(task)
  await first
  let times = 1
  for (const start = performance.now(); performance.now() - start < warmUp; times = Math.min(times * 2, 1_000_000))
    await run(times)
  const before = cpuTime()
  await run(times)
  const each = (cpuTime() - before) / times
  return { name, run, times: Math.max(1, Math.round((batchLength * 1e6) / Math.max(each, 1))) }
}

/**
 * Nanoseconds of CPU per call of each task, once per round. The tasks take turns inside a round, so that a slow minute of the machine
 * meets all of them.
 */
export const cpuPerCall = async (
  tasks: { readonly [name: string]: Task },
  rounds: number,
): Promise<{ readonly [name: string]: readonly number[] }> => {
  const prepared: Prepared[] = []
  for (const [name, task] of Object.entries(tasks)) prepared.push(await prepare(name, task))
  const samples: { readonly [name: string]: number[] } = Object.fromEntries(prepared.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, run, times } of inTurn(prepared, round)) {
      const before = cpuTime()
      await run(times)
      samples[name]?.push((cpuTime() - before) / times)
    }
  }
  return samples
}

/** The same variants, begun by another one in each round: to be first or last is nobody's privilege. */
export const inTurn = <Variant>(variants: readonly Variant[], round: number): readonly Variant[] => {
  const first = round % Math.max(1, variants.length)
  return [...variants.slice(first), ...variants.slice(0, first)]
}

/** The last result of a measured task; read by nobody, kept so that the work cannot be left out. */
export const lastResult = (): unknown => sink
