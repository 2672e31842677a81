/**
 * What a page of ours may load and reach, for every shell: nothing that did not come with it.
 * `style-src` keeps `'unsafe-inline'` because the dialogs and notices of the UI libraries insert `<style>` elements;
 * scripts have no such exception, and no text becomes markup or script anywhere (Trusted Types without a policy).
 */
export function contentSecurityPolicy(connect: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `connect-src ${["'self'", ...connect].join(' ')}`,
    "img-src 'self' data: blob:",
    "media-src 'self' data:",
    "font-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}
