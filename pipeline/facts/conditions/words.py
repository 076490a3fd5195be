"""The words of conditions: who may apply, where, registered how; the patterns that ``conditions`` reads them with.

Nothing comes in.  What goes out are patterns, and tables from printed words to the words of the record.
"""

from __future__ import annotations

import regex

from pipeline.core.expressions import expression
from pipeline.core.record import ConditionKind
from pipeline.facts.comparisons import COMPARES
from pipeline.facts.numerals import NUMERAL

APPLICANTS = {
    r"(?:本國|國內|民營)?公司": "company",
    r"公司行號": "company sole_proprietorship partnership",
    r"商號|行號": "sole_proprietorship partnership",
    r"獨資(?:事業|商號)?": "sole_proprietorship",
    r"合夥(?:事業|商號)?": "partnership",
    r"有限合夥(?:事業)?": "limited_partnership",
    r"(?:國內|民營|本國)?企業|事業單位|(?:國內)?(?:營利事業|廠商|業者)": "enterprise",
    r"中小企業|小型企業": "sme",
    r"製造業者?(?:廠商)?": "manufacturer",
    r"(?:製造業)?工廠": "factory",
    r"(?:各?公私立)?(?:大專(?:院)?校|大學(?:院校)?|技專校院|大專校院)": "university",
    r"(?:各?公私立)?(?:高級中等(?:以下)?學校|高中職|國民中小學|國中小|中小學)": "school",
    r"(?:各?公私立)?(?:各級)?學校": "university school",
    r"(?:公立|學術)?研究機構|學研機構": "research_institution",
    r"財團法人": "foundation",
    r"社團法人|(?:工商|同業|產業)?公協?會|協會|商會|(?:人民|社會|職業)團體": "association",
    r"(?:公私立)?醫療機構|醫院": "hospital",
    r"政府機關|地方政府|各?縣市政府|各?直轄市(?:政府)?|各?縣[(（]市[)）]政府": "government",
    r"自然人|個人": "natural_person",
    r"農民": "farmer",
}
"""Printed words -> kinds of applicant; by the Business Registration Act a 商號 is of one owner or of partners."""
KINDS = [(expression(noun), kinds.split()) for noun, kinds in APPLICANTS.items()]
LEGAL_FORMS = frozenset({"company", "sole_proprietorship", "partnership", "limited_partnership"})
"""Kinds of applicant that say how a firm is set up, and nothing of its trade or size."""
TRADES = frozenset({"manufacturer", "factory", "sme"})
"""Kinds of applicant that say the trade or the size of a firm, and nothing of how it is set up."""
REGISTRATIONS = {
    "公司": "company",
    "商業": "business",
    "工廠": "factory",
    "營業": "tax",
    "稅籍": "tax",
    "有限合夥": "limited_partnership",
}
LAWS = {"公司法": "company", "商業登記法": "business", "有限合夥法": "limited_partnership"}
PLACES = {
    "臺北市": "TW-TPE",
    "新北市": "TW-NWT",
    "桃園市": "TW-TAO",
    "臺中市": "TW-TXG",
    "臺南市": "TW-TNN",
    "高雄市": "TW-KHH",
    "基隆市": "TW-KEE",
    "新竹市": "TW-HSZ",
    "嘉義市": "TW-CYI",
    "新竹縣": "TW-HSQ",
    "苗栗縣": "TW-MIA",
    "彰化縣": "TW-CHA",
    "南投縣": "TW-NAN",
    "雲林縣": "TW-YUN",
    "嘉義縣": "TW-CYQ",
    "屏東縣": "TW-PIF",
    "宜蘭縣": "TW-ILA",
    "花蓮縣": "TW-HUA",
    "臺東縣": "TW-TTT",
    "澎湖縣": "TW-PEN",
    "金門縣": "TW-KIN",
    "連江縣": "TW-LIE",
}
"""Cities and counties -> ISO 3166-2."""

NOUN = "|".join(sorted((f"(?:{words})" for words in APPLICANTS), key=len, reverse=True))
NOUNS = rf"(?:{NOUN})(?:(?:、|或|及|與|和)(?:{NOUN}))*"
SPLIT_NOUNS = expression(r"[、或及與和]")
PLACE = "[臺台](?:北|中|南|東)[市縣]|" + "|".join(name for name in PLACES if name[0] != "臺")

WHO = expression(r"對象|資格|(?:申請|參加|報名|申貸)(?:人|者|單位|廠商|企業|業者)?(?:之)?條件")
WHO_WORDS = ("對象", "資格", "條件")
"""One of them is in whatever ``WHO`` is in."""
NOT_WHO = expression(
    r"優先|加分|加碼|評[選審]|審查|撥款|招募|招生|徵才|內容|合作對象|文件|期間|期限|排除|除外|不[適得予補受列]|非(?=補助|申請|適用)|禁止|消極|負面"
)
COSTS = expression(r"費用|經費|收費|費$")
FREE = expression(
    r"\s*(?:本(?:項)?(?:服務|計畫|輔導|課程)|每案)?(?:廠商|企業|學員)?(?:支付|負擔|自付)?(?:費用|經費)?"
    r"(?:為|均|一律|全程|完全|皆|採)?(?:免費|免\p{Han}{0,4}費用?)(?:服務|參加|提供|辦理)?\s*[。.]?\s*"
    r"|\s*(?:本(?:\p{Han}{1,6}))?(?:網站|平[台臺]|線上)?免費(?!額度|名額|次數|期)"
    r"(?:(?!收費|付費|自[費付]|負擔|繳|酌收|除外|另[計收]|部分|首|每|限)[^。；;\n\d]){1,20}[。.]?\s*"
)
"""Under a label of costs, one sentence that says what is free, and nothing of what is not: 網站免費刊登專利技術資訊."""
_ALL = "(?:全程|完全|全部|一律|全面|全數|均|皆)"
_SERVED = "服務|課程|活動|計畫|輔導|方案|研習|培訓|訓練|諮詢|診斷|研討會|說明會|講座|展覽"
ALL_FREE = expression(
    rf"(?<![^。；;，,\n])(?:本\p{{Han}}{{0,6}}?(?:{_SERVED}){_ALL}*|(?:{_SERVED}|參加|報名)?{_ALL}+)(?:為|係|採)?"
    r"免費(?:參加|提供|服務|辦理|入場|報名)?(?![^。；;，,！\n])"
)
"""A clause that says of a whole service that it is free: 本課程免費, 全程免費; not 免費諮詢, one of several things."""
PAID = expression(r"\d\s?元|自[付費理備]|負擔|另[計收]|付費|[收酌]取|酌收|保證金|押金|會員")
"""Beside it: some of it, or some, pay after all."""
HEDGE = expression(
    r"優先|加分|加碼|放寬|不受|不在此限|除外|例外|鼓勵|(?<!不)得[免為由]|可[為由]|為宜|為原則|原則上|建議|提高|暫[定訂]|係指|所指|曾任|專案核[准定]|如為|若為|但書|[，,]?但"
    r"|者[，,]?[均皆]?不[得予](?:再|重複)?(?:申請|參加|提案|受理|補助|報名)"
)
"""A sentence with such words says something else than who may apply, or allows exceptions."""
MUST = expression(r"須|(?<![供適因反響])應(?![用變])|不得|需(?!求)")
HOW = expression(r"由[^。；]{1,40}提出(?:計畫)?申請")
"""Who of those that may apply hands it in: no class of applicants."""
EXEMPT = expression(r"免[辦於]|免.{0,6}登記|未辦|尚未|免除")
"""Who need not be registered as a factory: the demand does not hold for all."""
ONE_OF = expression("[之其任]一|擇一")
NO_DEMANDS = expression(rf"不(?:得|予|能|可|受理|適用)|排除|除外|喪失|撤銷|{ONE_OF.pattern}")
"""A heading with such words announces who may not apply, what may not be, or several things of which one is enough."""
PREDICATE = expression(
    r"\s*(?:[須應需]|不得|不可|非[屬為]?|未|無|具|領有|已|係指|依法辦理|設籍|申請[人者單]|最近|近\p{Han}{1,3}年|且|並|其|(?:公司)?淨值)"
)
"""How a requirement begins, which holds beside others; anything else names a class, which is one of several."""
GENERIC = expression(
    r"(?:本(?:計畫|方案|措施))?之?(?:(?:申請|補助|輔導|服務|參加|提案)之?(?:人|者|單位|廠商|企業|業者)?|廠商|業者)?"
    r"(?:[應須](?:符合|具備)下列(?:各款)?條件)?"
)
"""Whoever applies: no subject of its own."""
FIRMS_APPLY = expression(r"(?:申請|提案|補助|參加)之?(?:業者|廠商|企業|公司)")
OTHERS_APPLY = expression(
    r"\s*(?:共同)?(?:申請|提案)之(?:\p{Han}{0,6})(?:院校|學校|大學|研究機構|學研機構|法人|醫院|機關)"
)
"""Others beside the firms: what is asked of 申請業者 is then asked of the firms alone."""
NAMES_SUBJECT = expression(
    r"(?:[^，。；或但非]{1,30})(?:業|者|單位|廠商|商號|公司|人|機構|校|組織|法人|事業|工廠|農民|青年|員工|計畫|類別?|案)"
)

_AFTER = r"\s?(?:[(（](?P<with{n}>不?含)(?:本數)?[)）])?\s?(?P<after{n}>及?以上|及?以下|[以之]?內|未滿)?"
_FILL = r"(?:[(（][^()（）]{1,12}[)）])?(?:[須應需]|在|為|係|合計|於|均){0,3}"
_ONE = (
    rf"(?P<before{{n}}>{COMPARES})?\s?(?:(?:新?[臺台]幣|NT\$)(?:[(（]以?下同[)）])?)?\s?(?P<value{{n}}>{NUMERAL})"
    r"\s?(?P<unit{n}>元整?|[人名]|足?歲|年(?!度)|(?<=[萬億]))"
) + _AFTER
_FIRST, _SECOND = (_ONE.replace("{n}", n) for n in ("1", "2"))
MEASURE = expression(
    rf"{_FILL}(?:{_FIRST}(?:(?P<link>[，,、]?(?:且|至|及|~|-)?)(?:在)?{_SECOND})?"
    rf"|(?P<value1>{NUMERAL})\s?(?P<link>[至~-])\s?(?={NUMERAL}\s?[人名足歲年]){_SECOND})(?:之間)?"
)
"""What stands after the thing that is counted: a comparison, a number with its unit, and perhaps a second one.

Of 20-45歲 the first takes the unit of the second; not of money, where it may take its scale as well.
"""

_MONEY = frozenset(("元", "元整", ""))
COUNTED: dict[ConditionKind, tuple[regex.Pattern[str], frozenset[str]]] = {
    "capital": (expression(r"(?:實收|登記)?資本(?:總)?額"), _MONEY),
    "turnover": (
        expression(
            r"(?<!平均|累計)(?:(?:前|上)一?(?:會計)?年度?|最近一(?:會計)?年度?|全年|年度?)?(?:之)?(?:合併)?年?"
            r"(?:營業額|營收|營業收入)(?:淨額)?"
        ),
        _MONEY,
    ),
    "staff": (
        expression(
            r"(?:勞工保險|勞保)投保人數|投保(?:勞工保險|勞保)人數|(?:(?:經常|常時)?[僱雇]用|受[僱雇])?(?:本國|國內|正式|專職)?(?:員工|從業人員|勞工)(?:總)?(?:人)?數?|[僱雇]用人數"
        ),
        frozenset("人名"),
    ),
    "age": (
        expression(r"(?<![\d.~-])(?:年)?(?=[滿未\d一二三四五六七八九十])滿?"),
        frozenset(("歲", "足歲")),
    ),
    "years_established": (
        expression(
            r"(?:公司|商業|事業|企業|商號|行號|工廠)?(?:依法)?(?:登記|設立|成立|立案)+(?:日?起?至[^，。；至]{0,6}(?:申請|報名|公告|截止)日?[止前時]?)?"
            r"(?:[已屆]?滿)?"
        ),
        frozenset("年"),
    ),
}
"""What is counted, and in what."""
_COUNTABLE = "|".join(noun.pattern for noun, _ in COUNTED.values())
BARE_NUMBER = expression(
    rf"\s*(?:公司|企業|事業)?(?:依\p{{Han}}{{2,6}}法)?(?:{_COUNTABLE}){MEASURE.pattern}\s*"
)
"""A number and nobody whom it is asked of: 實收資本額5,000萬元以上."""
CONSORTIUM = expression(
    rf"(?P<must>應|須|需|限|^\s*(?=由(?![^；]*(?<!業)者)))(?:由|為|有){{0,2}}\s?"
    rf"(?:至少\s?(?P<value>{NUMERAL})\s?家(?:以上)?|(?P<value>{NUMERAL})\s?家\s?(?:[(（]含[)）])?\s?以上)\s?(?:[(（]含[)）])?之?"
    r"(?:\p{Han}{0,6}(?:企業|廠商|公司|業者|單位))?(?:共同|聯合|組成|合作|籌組|結盟)"
)
NET_WORTH = expression(
    r"(?:其)?(?:公司)?淨值(?:[(（]股東權益[)）])?(?:(?:應|須|需)?(?:為|大於)(?P<positive>正(?:值|數)?|零|0)|不得為(?P<negative>負(?:值|數)?))"
)
CREDIT = expression(
    r"(?:非屬?|非為|不得為|未(?:被|經)?列為|無(?:退票(?:紀錄)?[及或與和、])?)(?:銀行|票據交換所|金融機構)?(?:之)?拒絕往來戶?"
)
CHEQUES = expression(r"(?<!年度?內?[均皆]?)無(?:存款不足)?退票(?!\p{Han}{0,4}(?:清償|註[記銷]))(?:紀錄)?")
"""Of all years, not 近三年無退票紀錄, and not only of those that stand unpaid."""
FOREIGN_CAPITAL = expression(
    r"(?:(?<!不得為|非屬|不含|排除)非|(?:不得為|非屬?|非為|不含|不包[括含]|排除)[^，。；：]{0,30}?(?<!非))(?:陸資(?:投資)?|大陸地區(?:人民|法人)\p{Han}{0,8}投資之?)(?:企業|公司|事業|者)?"
    r"|陸資(?:投資)?(?:企業|公司|事業)?不(?:得|可)申請"
)
SME = expression(r"符合[「『]?中小企業認定標準")
_NOT = "(?<![未不非無])"
_REGISTER = "|".join(REGISTRATIONS)
REGISTRATION = expression(
    rf"{_NOT}(?P<verb>依法(?:在(?:中華民國|我國)境內)?(?:完成|辦理|辦妥|取得|領有)|具備?|領有|取得|完成|辦妥|持有|(?<=^|[，、已市縣])辦理)(?:合法)?(?:之)?"
    rf"(?P<list>(?:{_REGISTER})(?:設立)?(?:登記)?(?:(?:、|或|及|與|和)(?:{_REGISTER})(?:登記)?)*)(?<=登記)(?:證明?)?(?:文件)?"
    rf"|{_NOT}(?P<verb>具備?|領有)(?:合法)?(?P<list>(?:{_REGISTER})(?:(?:、|或|及|與|和)(?:{_REGISTER}))*)登記證?"
)
BY_LAW = expression(
    rf"{_NOT}依(?:中華民國|我國)?(?P<list>(?:{'|'.join(LAWS)})(?:(?:、|或|及|與|和)(?:{'|'.join(LAWS)}))*)(?:規定)?(?:登記|設立|成立)+"
)
REGISTERED = expression(rf"{_NOT}依法(?:登記|設立|成立|核准)+")
ANY_REGISTRATION = f"(?:{BY_LAW.pattern}|{REGISTERED.pattern}|{REGISTRATION.pattern})"
"""Any demand of a registration."""
_PLACES = rf"(?:{PLACE})(?:(?:、|或|及|與|和)(?:{PLACE}))*"
LOCATION = expression(
    rf"(?:(?:設籍|設立(?:登記)?|登記|位|設址?|設廠|立案)(?:於|在)|設籍)(?P<list>{_PLACES})(?!政府|以外)"
    rf"|[於在](?P<list>{_PLACES})(?=(?:境內)?(?:依法|合法)?(?:完成|辦理|辦妥)?(?:設籍|設立|(?:{_REGISTER})(?:或|、|登記)))"
)
DOMESTIC = expression(
    r"(?:國內|(?:在|於)?(?:中華民國|我國)境內)(?=(?:依法|合法|依公司法|依商業登記法)?(?:辦理)?(?:\p{Han}{2}登記|登記|設立|成立))"
)
