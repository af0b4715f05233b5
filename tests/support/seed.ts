/** The seed of a campaign: the one in `ESCUCHA_SEED`, to run a failure again, or a new one. Print it. */
export const campaignSeed = (): number => Number(process.env["ESCUCHA_SEED"] ?? Math.floor(Math.random() * 2 ** 31))
