import * as z from "zod"

/** Where a provider is called: its own address unless told, for a region or for tests. A slash at the end is left out. */
export const providerUrl = (standard: string) =>
  z
    .url({ protocol: /^https?$/, error: "must be the address of the provider, such as https://api.example.com" })
    .default(standard)
    .transform((url) => url.replace(/\/+$/, ""))
