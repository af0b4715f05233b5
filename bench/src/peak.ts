import { startPartner } from "./ingest/process.ts"

/** Tells, from a script that has done ours of one case, how much memory its process had at most. */
export const tellPeak = (): void => {
  process.on("message", () => {}) // keeps this process until the bench has read the answer
  process.on("disconnect", () => process.exit())
  process.send?.(process.resourceUsage().maxRSS / 1024)
}

/** The peak of resident memory, in megabytes, of a process that does ours of one case and nothing else; its inputs are in it. */
export const peakOf = async (script: URL, name: string): Promise<number> => {
  const partner = await startPartner<never, never>(script, [name])
  await partner.end()
  return Math.round(Number(partner.greeting))
}
