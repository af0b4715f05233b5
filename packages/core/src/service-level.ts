// The door @escucha/core/service-level: deadlines on the clock that the team works by. Pure, the browser included.
export { parseBusinessHours } from "./action/business-hours.ts"
export type { BusinessCalendar, BusinessHours, ClockRange, OpenRange } from "./action/business-hours.ts"
export { deadline, elapsed, pausedDeadline } from "./action/service-level.ts"
export type { Pause, ServiceLevel } from "./action/service-level.ts"
export { milliseconds, parseDuration } from "./kernel/duration.ts"
export type { BusinessDuration, Duration, Parsed, Problem } from "./kernel/duration.ts"
export type { ClockTime } from "./kernel/time.ts"
export type { TimeZone } from "./kernel/time-zone.ts"
