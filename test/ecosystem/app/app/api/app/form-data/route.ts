import { zfd } from 'zod-form-data'
import { z } from 'zod'

const schema = zfd.formData({
  title: zfd.text(z.string().min(2)),
  tags: zfd.repeatableOfType(zfd.text()),
  file: zfd.file(),
})

export async function POST(request: Request) {
  const result = schema.safeParse(await request.formData())
  if (!result.success)
    return Response.json({ issues: result.error.issues.map((i) => i.path.join('.')) }, { status: 400 })
  const { title, tags, file } = result.data
  return Response.json({
    title,
    tags,
    file: {
      name: file.name,
      type: file.type,
      size: file.size,
      text: (await file.text()).slice(0, 10),
      isFile: file instanceof File,
    },
  })
}
