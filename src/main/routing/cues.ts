/** What a question shows rather than says, and the words a tool for it would use. */
const cues: readonly { readonly sign: RegExp; readonly words: readonly string[] }[] = [
  { sign: /https?:\/\/|www\.\w/iu, words: ['url', 'web', 'page', 'website', 'fetch'] },
  { sign: /github\.com/iu, words: ['github', 'repository'] },
  { sign: /gitlab\.com/iu, words: ['gitlab', 'repository'] },
  { sign: /youtu\.?be/iu, words: ['youtube', 'video'] },
  { sign: /bilibili\.com|b23\.tv/iu, words: ['bilibili', 'video'] },
  { sign: /arxiv/iu, words: ['arxiv', 'paper'] },
  { sign: /figma\.com/iu, words: ['figma', 'design'] },
  { sign: /notion\.(?:so|site)/iu, words: ['notion'] },
  { sign: /(?:twitter|x)\.com\//iu, words: ['twitter', 'tweet'] },
  { sign: /\.pdf\b/iu, words: ['pdf'] },
  { sign: /\.(?:xlsx?|csv|tsv)\b/iu, words: ['excel', 'spreadsheet', 'csv'] },
  { sign: /\.docx?\b/iu, words: ['docx', 'word', 'document'] },
  { sign: /\.pptx?\b/iu, words: ['powerpoint', 'presentation', 'ppt'] },
  { sign: /\.(?:png|jpe?g|gif|webp|svg|bmp)\b/iu, words: ['image', 'picture'] },
  { sign: /\.(?:mp4|mov|avi|mkv|webm)\b/iu, words: ['video'] },
  { sign: /\.(?:mp3|wav|flac|m4a|ogg)\b/iu, words: ['audio'] },
  { sign: /\.(?:zip|tar|gz|7z|rar)\b/iu, words: ['archive', 'zip', 'file'] },
  { sign: /\.(?:md|txt|json|ya?ml|xml|log)\b/iu, words: ['file', 'text'] },
  { sign: /\.(?:py|ts|js|java|go|rs|cpp|rb)\b/iu, words: ['code', 'file'] },
  { sign: /(?:^|\s)(?:\/[\w.-]+){2,}|[A-Z]:\\/u, words: ['file', 'path', 'directory'] },
  { sign: /[\w.+-]+@[\w-]+\.[\w.]+/u, words: ['email', 'mail'] },
  { sign: /\b0x[0-9a-f]{40}\b/iu, words: ['ethereum', 'address', 'wallet', 'contract'] },
  { sign: /\b0x[0-9a-f]{64}\b/iu, words: ['transaction', 'hash', 'blockchain'] },
  { sign: /\bselect\b.+\bfrom\b|\binsert into\b/iu, words: ['sql', 'database', 'query'] },
  { sign: /[$€£¥]\s?\d|\b(?:USD|EUR|CNY|RMB|GBP|JPY)\b/u, words: ['price', 'currency', 'cost'] },
  { sign: /\b\d{1,3}(?:\.\d{1,3}){3}\b/u, words: ['ip', 'network', 'host'] },
  { sign: /\b10\.\d{4,}\//u, words: ['doi', 'paper'] },
]

/** The words of each sign found in a question. */
export function cuesIn(question: string): (readonly string[])[] {
  return cues.flatMap(({ sign, words }) => (sign.test(question) ? [words] : []))
}
