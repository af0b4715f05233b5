import { bytesPerCall } from "./allocation.ts"
import { startPartner } from "./ingest/process.ts"
import type { Task } from "./measure.ts"

/** What ours of one case costs beside time. */
export interface Cost {
  readonly peakRssMb: number
  /** Bytes of the heap per call. */
  readonly allocated: number
}

const tell = (figures: string | number): void => {
  process.on("message", () => {}) // keeps this process until the bench has read the answer
  process.on("disconnect", () => process.exit())
  process.send?.(figures)
}

const peak = (): number => process.resourceUsage().maxRSS / 1024

/** Tells, from a script that has done ours of one case, how much memory its process had at most. */
export const tellPeak = (): void => tell(peak())

/** Tells, from a script that has ours of one case, how much memory a call takes and how much its process had at most. */
export const tellCost = async (task: Task): Promise<void> => {
  const allocated = await bytesPerCall(task)
  const cost: Cost = { peakRssMb: Math.round(peak()), allocated }
  tell(JSON.stringify(cost))
}

/** The peak of resident memory, in megabytes, of a process that does ours of one case and nothing else; its inputs are in it. */
export const peakOf = async (script: URL, name: string): Promise<number> => {
  const partner = await startPartner<never, never>(script, [name])
  await partner.end()
  return Math.round(Number(partner.greeting))
}

/** What ours of one case costs, in a process that does nothing else. */
export const costOf = async (script: URL, args: readonly string[]): Promise<Cost> => {
  const partner = await startPartner<never, never>(script, args)
  await partner.end()
  return JSON.parse(partner.greeting) as Cost // our own script told it, by `tellCost`
}
