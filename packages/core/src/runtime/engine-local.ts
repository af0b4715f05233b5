import type { Clock } from "../kernel/clock.ts"
import type { Attempt, Engine, EngineLimits } from "../timeline/engine.ts"
import type { Job } from "../timeline/job.ts"
export const localEngine = ({ clock }: { clock: Clock; random?: () => number }): Engine => {
  const ready: Job[] = [], keys = new Set<string>(), delayed = new Map<string, () => void>()
  let running = 0, handle: ((attempt: Attempt) => Promise<void>) | undefined, limits: EngineLimits = { concurrency: 64, attempts: 5 }
  let idle: (() => void)[] = []
  const pump = () => {
    for (let i = 0; i < ready.length && running < limits.concurrency && handle;) {
      const job = ready[i]
      if (!job || keys.has(job.key)) { i++; continue }
      ready.splice(i, 1); keys.add(job.key); running++
      handle({ ...job, attempt: 1, signal: new AbortController().signal }).catch((e) => console.error(e)).finally(() => { running--; keys.delete(job.key); pump() })
    }
    if (running === 0 && ready.length === 0) { const l = idle; idle = []; for (const r of l) r() }
  }
  return {
    post: async (jobs) => { for (const job of jobs) if ((job.at ?? 0) > clock.now()) delayed.set(job.id, clock.at(job.at ?? 0, () => { delayed.delete(job.id); ready.push(job); pump() })); else ready.push(job); pump() },
    cancel: async (ids) => { for (const id of ids) { delayed.get(id)?.(); delayed.delete(id) } },
    stats: async () => ({ ready: ready.length, delayed: delayed.size, running, dead: 0, oldestReady: 0 }),
    redrive: async () => {},
    run: async (h, l) => { handle = h; limits = l; pump(); return { settled: () => running === 0 && ready.length === 0 ? Promise.resolve() : new Promise((r) => idle.push(r)), drain: async () => { handle = undefined } } },
  }
}
