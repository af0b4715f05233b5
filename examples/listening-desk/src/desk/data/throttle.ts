/**
 * Runs `work` soon after the first call and then at most once per `gap` milliseconds, always once more after the last call.
 * `cancel` drops what is planned.
 */
export const throttle = (
  gap: number,
  work: () => void,
  soon = 120,
): { readonly call: () => void; readonly cancel: () => void } => {
  let timer: ReturnType<typeof setTimeout> | null = null
  let last = Number.NEGATIVE_INFINITY
  const run = () => {
    timer = null
    last = performance.now()
    work()
  }
  return {
    call: () => {
      timer ??= setTimeout(run, Math.max(soon, last + gap - performance.now()))
    },
    cancel: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
