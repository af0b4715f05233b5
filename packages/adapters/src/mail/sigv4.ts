// How calls of AWS are signed: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"

/** Who calls, and where. */
export interface AwsAccount {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of credentials that end. */
  readonly sessionToken?: string | undefined
  readonly region: string
}

/** A call before it is signed; its path has no sign that is written in another way, and it has no query. */
export interface AwsCall {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

const algorithm = "AWS4-HMAC-SHA256"
const hashed = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))
const sealed = (key: Uint8Array, text: string): Uint8Array => hmac(sha256, key, utf8ToBytes(text))

/** The headers of the call, with its signature of this moment (milliseconds). */
export const signedForAws = (
  { method, url, headers, body }: AwsCall,
  { accessKeyId, secretAccessKey, sessionToken, region }: AwsAccount,
  service: string,
  now: number,
): { readonly [name: string]: string } => {
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, "")
  const day = time.slice(0, 8)
  const { host, pathname } = new URL(url)
  const sent = {
    ...headers,
    "x-amz-date": time,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
  }
  const lines = Object.entries({ ...sent, host })
    .map(([name, value]) => [name.toLowerCase(), value.trim().replaceAll(/ +/g, " ")] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  const names = lines.map(([name]) => name).join(";")
  const canonical = [method, pathname, "", ...lines.map((line) => line.join(":")), "", names, hashed(body)].join("\n")
  const scope = `${day}/${region}/${service}/aws4_request`
  const key = [day, region, service, "aws4_request"].reduce(sealed, utf8ToBytes(`AWS4${secretAccessKey}`))
  const signature = bytesToHex(sealed(key, [algorithm, time, scope, hashed(canonical)].join("\n")))
  return {
    ...sent,
    authorization: `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  }
}
