/**
 * What few processes use is loaded when it is first used, so that the rest starts without it. A load that failed is tried again by the
 * next call; one that succeeded is the same for all.
 *
 * @example
 * const verbs = later(() => import("./own-data/verbs.ts"))
 * const { exportFiles } = await verbs()
 */
export const later = <Loaded>(load: () => Promise<Loaded>): (() => Promise<Loaded>) => {
  let loaded: Promise<Loaded> | undefined
  const again = (failure: unknown): never => {
    loaded = undefined
    throw failure
  }
  return () => (loaded ??= load().catch(again))
}
