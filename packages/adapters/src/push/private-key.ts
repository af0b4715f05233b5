import * as z from "zod"

/** A private key in PKCS #8, in PEM; in an environment variable its line breaks may be written as `\n`. */
export const privateKeyOption: z.ZodString = z
  .string()
  .regex(
    /^-----BEGIN PRIVATE KEY-----(?:\\n|\s)[A-Za-z0-9+/=\s\\n]+-----END PRIVATE KEY-----(?:\\n|\s)*$/,
    "must be the private key, from -----BEGIN PRIVATE KEY----- to its end",
  )
