// Libraries look for these to find out whether they run under Express; under Next.js they find none.
const REQUEST = 'app baseUrl next originalUrl params res route ip ips protocol secure hostname host path subdomains'
const METHODS = 'fresh stale xhr get header accepts acceptsEncodings acceptsCharsets acceptsLanguages range is'
const RESPONSE = 'app locals get header set type contentType sendStatus sendFile download attachment format cookie'
const MORE = 'clearCookie vary links jsonp render location append'
const HELPERS = 'status send json redirect setDraftMode setPreviewData clearPreviewData revalidate'

const found = (object, names) => names.split(' ').filter((name) => name in object || object[name] !== undefined)
const missing = (object, names) => names.split(' ').filter((name) => !Object.hasOwn(object, name))

export default function handler(req, res) {
  res.json({
    request: found(req, `${REQUEST} ${METHODS}`),
    response: found(res, `${RESPONSE} ${MORE}`),
    notOwn: [...missing(res, HELPERS), ...missing(req, 'query cookies body preview previewData draftMode')],
    same: res.req === req,
    url: req.url,
  })
}
