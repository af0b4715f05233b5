// The door @escucha/core/statistics: what answers come to, each figure with how far it may be off. Closed formulas, no dependency. Pure.
export type { Confident, Estimate } from "./insight/estimate.ts"
export type { Comparison } from "./insight/comparison.ts"
export { normalProbability, normalQuantile } from "./insight/normal.ts"
export { studentQuantile, studentTwoSided } from "./insight/student.ts"
export { nps } from "./insight/nps.ts"
export type { NpsCounts, NpsResult } from "./insight/nps.ts"
export { npsChange } from "./insight/nps-change.ts"
export { weightedNps } from "./insight/nps-weighted.ts"
export type { WeightedNps, WeightedScore } from "./insight/nps-weighted.ts"
export { ces, csat } from "./insight/satisfaction.ts"
export type { ScaleResult } from "./insight/satisfaction.ts"
export { adjustedShare, share } from "./insight/proportion.ts"
export type { Part } from "./insight/proportion.ts"
export { compareShares } from "./insight/two-shares.ts"
export { compareMeans, mean, momentsOf, together, withNumber } from "./insight/mean.ts"
export type { Moments } from "./insight/mean.ts"
export {
  sampleForMean,
  sampleForNps,
  sampleForNpsChange,
  sampleForShare,
  sampleForShares,
} from "./insight/sample-size.ts"
export type { FromPopulation, NpsSpread, Powered } from "./insight/sample-size.ts"
export { holm } from "./insight/holm.ts"
export { cronbachAlpha } from "./insight/cronbach-alpha.ts"
export { krippendorffAlpha } from "./insight/krippendorff-alpha.ts"
export type { Agreement, Level } from "./insight/krippendorff-alpha.ts"
export { effectiveSize } from "./insight/weights.ts"
export type { WeightedSize } from "./insight/weights.ts"
export { rake } from "./insight/raking.ts"
export type { Raked, RakingOptions, RakingProblem, Sorted, Targets } from "./insight/raking.ts"
export { maxDiffScores } from "./insight/max-diff-scores.ts"
export type { MaxDiffScore } from "./insight/max-diff-scores.ts"
export { withheld } from "./insight/withheld.ts"
export type { Group } from "./insight/withheld.ts"
export { respondentQuality } from "./insight/respondent-quality.ts"
export type { QualityFlag, QualityOptions, Respondent, RespondentQuality } from "./insight/respondent-quality.ts"
