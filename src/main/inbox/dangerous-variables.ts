import type { DangerCode } from '../../shared/contract/inbox'

const loadCode =
  /^(?:LD_(?:PRELOAD|AUDIT|LIBRARY_PATH)|DYLD_\w+|NODE_(?:OPTIONS|PATH)|ELECTRON_RUN_AS_NODE|PYTHON(?:PATH|HOME|STARTUP|INSPECT|BREAKPOINT|USERBASE|WARNINGS)|PERL5?(?:LIB|OPT|DB)|RUBY(?:OPT|LIB)|(?:_?JAVA|JAVA_TOOL|JDK_JAVA)_OPTIONS|CLASSPATH|PHP_INI_SCAN_DIR|LUA_(?:INIT|PATH|CPATH)\w*|BASH_ENV|BASH_FUNC_.*|ENV|ZDOTDIR|PROMPT_COMMAND|GIT_(?:SSH|SSH_COMMAND|EXTERNAL_DIFF|ASKPASS|EXEC_PATH|CONFIG\w*)|(?:GIT_)?EDITOR|VISUAL|PAGER|BROWSER|NPM_CONFIG_(?:SCRIPT_SHELL|NODE_OPTIONS|PREFIX|USERCONFIG)|GCONV_PATH|DOTNET_STARTUP_HOOKS|COR(?:ECLR)?_PROFILER\w*|RUSTC_WRAPPER|DENO_\w*DIR)$/u

const findPrograms =
  /^(?:PATH|PATHEXT|COMSPEC|SHELL|IFS|NODE|HOME|USERPROFILE|XDG_(?:CONFIG|DATA)_(?:HOME|DIRS))$/u

const redirect =
  /^(?:(?:HTTPS?|ALL|FTP)_PROXY|NODE_(?:TLS_REJECT_UNAUTHORIZED|EXTRA_CA_CERTS)|SSL_CERT_(?:FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_(?:CA_BUNDLE|HOME)|PYTHONHTTPSVERIFY|GIT_SSL_NO_VERIFY|NPM_CONFIG_(?:REGISTRY|CAFILE|STRICT_SSL|.*PROXY)|PIP_(?:INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|CONFIG_FILE)|UV_(?:INDEX\w*|DEFAULT_INDEX|EXTRA_INDEX_URL|CONFIG_FILE|INSECURE_HOST)|DOCKER_(?:HOST|CONFIG))$/u

/** What a variable of this name can do to a program that does not expect it; undefined where nothing is known. */
export function dangerOfVariable(name: string): DangerCode | undefined {
  // Windows, npm and proxies take any case.
  const known = name.toUpperCase()
  if (loadCode.test(known)) return 'variable-loads-code'
  if (findPrograms.test(known)) return 'variable-finds-programs'
  return redirect.test(known) ? 'variable-redirects' : undefined
}
