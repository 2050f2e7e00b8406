import type { Variable } from "@/lib/template/content";

const variable = (name: string, type: Variable["type"]): Variable => ({ name, type, required: false });

export const templateVariables = [
  variable("name", "string"),
  variable("none", "string"),
  variable("count", "number"),
  variable("flag", "boolean"),
  variable("list", "array"),
  variable("people", "array"),
  variable("user", "object"),
];

export const templateValues: Record<string, unknown>[] = [
  {},
  {
    name: " Ann\u00a0Ünal 🙂 ",
    count: 3,
    flag: true,
    list: [1, "b", 2.5, null, true],
    people: [{ name: "Ann", age: 4 }, { name: "Bob" }],
    user: { name: "Ann", tags: ["x", "y"], size: 1, "2": "two", "1": "one" },
  },
  { name: "", count: -0.1, flag: false, list: [], people: [], user: {} },
  {
    name: "<b>O'Neil & Söhne</b>\r\nline",
    count: 1e21,
    list: ["a,b", "c"],
    user: { name: "", nested: { deep: [[1], 2] } },
  },
];

/** Templates that prompts could hold: each is filled with each of the values, by the server and by the package. */
export const templates = [
  "{{ name }} {{ none }} {{ count }} {{ flag }} {{ list }} {{ user }}",
  "{% if name %}a{% endif %}{% if name == '' %}b{% elsif name contains 'n' %}c{% else %}d{% endif %}",
  "{% if name == blank %}blank{% endif %}{% if list == empty %}empty{% endif %}{% if none == nil %}nil{% endif %}",
  "{% if user == empty %}e{% endif %}{% if flag == true %}t{% endif %}{% if flag != false %}n{% endif %}",
  "{% if flag and name or none %}a{% else %}b{% endif %}{% if not flag %}c{% endif %}{% if none or flag and none %}d{% endif %}",
  "{% if not name == 'x' and flag %}1{% endif %}{% unless flag %}2{% else %}3{% endunless %}",
  "{% if count > 2 %}more{% elsif count <= 0 %}none{% endif %}{% if count == 3.0 %}three{% endif %}{% if name > 3 %}x{% endif %}",
  "{% for one in list %}{{ forloop.index }}/{{ forloop.length }}{{ one }}{% unless forloop.last %}, {% endunless %}{% else %}-{% endfor %}",
  "{% for one in list reversed limit: 2 offset: 1 %}[{{ one }}]{% endfor %}{% for i in (1..3) %}{{ i }}{% endfor %}",
  "{% for i in (1..count) %}{{ i }}{% endfor %}",
  "{% for p in people %}{{ p.name }}{% if p.age %} ({{ p.age }}){% endif %};{% endfor %}",
  "{% for p in people %}{{ p.age }}{% endfor %}",
  "{% for pair in user %}{{ pair[0] }}={{ pair[1] }};{% endfor %}{{ user.tags[0] }}",
  "{% for a in list %}{% for b in list %}{% if b == a %}{% continue %}{% endif %}{{ a }}{{ b }}{% break %}{% endfor %}{% endfor %}",
  "{% assign x = name | strip | upcase %}{{ x }}{{ x.size }}{% assign n = count | plus: 1 | times: 2 %}{{ n }}",
  "{% capture c %}<{{ name }}>{% endcapture %}{{ c }}{% if flag %}{% assign later = 1 %}{% endif %}{{ later }}",
  "{% case count %}{% when 3 %}three{% when 1, 2 %}few{% when 4 or 5 %}many{% else %}other{% endcase %}",
  "{% case name %}{% when '' %}empty{% when nil %}nil{% when blank %}blank{% else %}else{% endcase %}",
  "a  {%- if flag -%}  b  {%- endif -%}  c {{- name -}} d",
  "{% comment %} {{ x }} {% endcomment %}{% # a note %}{% raw %}{{ name }} {% if %}{% endraw %} {{ 'quoted' }}{{ 1.50 }}{{ true }}",
  "{% echo name %}{{ name | default: 'nobody' }}{{ user.missing | default: 'none' }}",
  "{{ name | downcase }}|{{ name | capitalize }}|{{ name | strip }}|{{ name | lstrip }}|{{ name | rstrip }}",
  "{{ name | escape }}|{{ name | newline_to_br }}|{{ name | strip_newlines }}|{{ name | append: '!' | prepend: '?' }}",
  "{{ name | replace: 'n', 'm' }}|{{ name | replace_first: 'n', 'm' }}|{{ name | remove: 'A' }}|{{ name | size }}",
  "{{ name | truncate: 5 }}|{{ name | truncate: 3, '' }}|{{ name | split: ' ' | join: '_' }}",
  "{{ list | join: ', ' }}|{{ list | first }}|{{ list | last }}",
  "{{ list | reverse | join }}|{{ list | compact | size }}|{{ list | concat: list | size }}",
  "{{ people | map: 'name' | join: ', ' }}|{{ user | json }}|{{ list | json }}|{{ none | json }}",
  "{{ count | minus: 1 }}|{{ count | divided_by: 2 }}|{{ count | at_least: 5 }}|{{ count | at_most: 1 }}|{{ count | abs }}",
  "{{ count | floor }}|{{ count | ceil }}|{{ '7' | plus: '3' }}",
  "{{ list.size }} {{ list.first }} {{ list[0] }} {{ list[-1] }} {{ name.size }}",
  "{{ user.name }}{{ user['name'] }}{{ user.nested.deep[0][0] }}",
  "{% if user.name and user.nested.deep %}deep{% endif %}{% if list contains 'b' %}b{% endif %}{% if list contains 1 %}1{% endif %}",
  // Beyond the package: the server fills these.
  "{{ name | date: '%Y' }}",
  "{{ list | sort | join }}",
  "{{ people | where: 'name', 'Ann' | size }}",
  "{{ name | slice: 1, 2 }}",
  "{{ count | round }}",
  "{{ list | uniq | join }}",
  "{{ name | url_encode }}",
  "{% if (flag) %}x{% endif %}",
];
