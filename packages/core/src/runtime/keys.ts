import type { KeysAt } from "../channel/signature-source.ts"
import type { GuardedFetch } from "./guarded-fetch.ts"

const [lasts, failureLasts, freshLasts, staleLasts] = [3_600_000, 30_000, 60_000, 86_400_000]
const [mostKept, mostAtOnce, maxBytes] = [100, 8, 524_288]

interface Kept {
  readonly text: string | undefined
  /** When it was brought, and when it was last asked for outside. */
  readonly broughtAt: number
  readonly triedAt: number
}

const decoder = new TextDecoder()

/**
 * What providers publish, fetched when a signature needs it and kept for an hour. A failure is kept for half a minute, so that a forger
 * cannot make us call without end, and what was there before holds for a day while their site is down. A hundred addresses at most,
 * eight calls at once. `fresh` fetches again what is older than a minute.
 */
export const createKeys = ({ fetch, now }: { readonly fetch: GuardedFetch; readonly now: () => number }): KeysAt => {
  const kept = new Map<string, Kept>()
  const coming = new Map<string, Promise<string | undefined>>()
  const keep = (url: string, known: Kept): void => {
    kept.delete(url)
    const [oldest] = kept.keys()
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest)
    kept.set(url, known)
  }
  const bring = async (url: string, hosts: readonly string[]): Promise<string | undefined> => {
    const found = await fetch({ method: "GET", url, headers: {} }, { hosts, maxBytes })
    const [at, before] = [now(), kept.get(url)]
    if ("bytes" in found) {
      const text = decoder.decode(found.bytes)
      keep(url, { text, broughtAt: at, triedAt: at })
      return text
    }
    const text = before && at - before.broughtAt < staleLasts ? before.text : undefined
    keep(url, { text, broughtAt: text === undefined ? -Infinity : (before?.broughtAt ?? -Infinity), triedAt: at })
    return text
  }
  return ({ url, hosts }, { fresh } = { fresh: false }) => {
    const known = kept.get(url)
    const waits = fresh ? freshLasts : failureLasts
    const isGood = known && ((!fresh && now() - known.broughtAt < lasts) || now() - known.triedAt < waits)
    if (isGood) return Promise.resolve(known.text)
    const already = coming.get(url)
    if (already) return already
    if (coming.size >= mostAtOnce) return Promise.resolve(known?.text)
    const call = bring(url, hosts).finally(() => coming.delete(url))
    coming.set(url, call)
    return call
  }
}
