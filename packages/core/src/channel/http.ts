// What goes over the line, as data: requests to providers, their answers, and the calls that they make to us.

/** A part of a form with files (multipart/form-data). */
export interface FormPart {
  readonly name: string
  readonly value: string | Uint8Array
  /** Makes it a file. */
  readonly filename?: string
  readonly type?: string
}

/** A request to a provider, as data: the core sends it, with its own timeout and error classes. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly body?: string | Uint8Array
  /** A form with files, in place of `body`: the core writes it and its content type. */
  readonly form?: readonly FormPart[]
  /** The provider speaks nothing else than HTTP/2. */
  readonly http2?: true
}

/** A provider's answer; header names are in lower case, the body is not parsed. */
export interface HttpResponse {
  readonly status: number
  readonly headers: { readonly [name: string]: string | undefined }
  readonly body: string
}

/** A webhook call, raw: header names in lower case, the body exactly as it came. */
export interface WebhookRequest {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string | undefined }
  /** As UTF-8; a body that is none has replacement signs in it and so no signature over it holds. */
  readonly body: string
  /** The same as bytes, for bodies that are no text: forms with files. */
  readonly bytes?: Uint8Array
}
