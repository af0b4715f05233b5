/** The counter of a quota: how many responses that count towards it were completed. */
export const quotaMetric = (survey: string, quota: string): string => `quota:${survey}:${quota}`

/** The counter of an incentive: how many were given. */
export const incentiveMetric = (name: string): string => `incentive:${name}`

/** The counter of an incentive: how many were redeemed. */
export const redeemedMetric = (name: string): string => `redeemed:${name}`

/** The counter of an option of a poll. */
export const voteMetric = (survey: string, option: string): string => `vote:${survey}:${option}`
