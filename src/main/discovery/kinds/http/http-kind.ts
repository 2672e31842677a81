import type { SourceTest } from '../../../../shared/contract/discovery'
import type { Accepted, Reader, ReaderParts, SourceKind } from '../../kind'
import { acceptedHttp, HttpOptions, placeOfUrl } from './http-options'
import { type HttpPolling, HttpReader } from './http-reader'
import { HttpTrial } from './http-trial'

/** A list of servers at an address, asked again and again: the original's `http_polling`. */
export class HttpKind implements SourceKind<HttpOptions> {
  readonly type = 'http_polling'
  readonly options = HttpOptions
  readonly #polling: HttpPolling

  constructor(polling: HttpPolling = {}) {
    this.#polling = polling
  }

  /** `url`, and what it is asked with: `headers`, `bearer`. All values of these are secrets. */
  accept(given: Readonly<Record<string, unknown>>): Accepted<HttpOptions> {
    return acceptedHttp(given)
  }

  async placeOf(address: string): Promise<string> {
    return placeOfUrl(address)
  }

  open(parts: ReaderParts<HttpOptions>): Reader {
    return new HttpReader(parts, this.#polling)
  }

  test({
    address,
    options,
    host,
    secret,
  }: Pick<ReaderParts<HttpOptions>, 'address' | 'options' | 'host' | 'secret'>): Promise<SourceTest> {
    const { resolve } = this.#polling
    return new HttpTrial({ address, options, secret, clock: host.clock, resolve }).run()
  }
}

export const httpPolling: SourceKind<HttpOptions> = new HttpKind()
