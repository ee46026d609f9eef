"""Official documents written for the tests: blocks whose text is known to the letter."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """``kind``: head, title, centre, right, para, item or table.

    In a table a cell that is None belongs to the cell above it.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str | None, ...], ...] = ()

    def lines(self) -> list[str]:
        """Return what a reader should return for it."""
        if self.kind != "table":
            return [self.text]
        above: list[str] = []
        found = []
        for row in self.rows:
            above = [above[i] if cell is None else cell for i, cell in enumerate(row)]
            found.append("\t".join(above))
        return found


def truth(blocks: tuple[Block, ...]) -> str:
    return "\n".join(line for block in blocks for line in block.lines())


def _blocks(words: str) -> tuple[Block, ...]:
    marks = {"H ": "head", "T ": "title", "C ": "centre", "R ": "right", "I ": "item"}
    found = []
    for line in words.strip().splitlines():
        kind = marks.get(line[:2])
        found.append(Block(kind, line[2:]) if kind else Block("para", line))
    return tuple(found)


TASKS = Block(
    "table",
    rows=(
        ("序号", "重点任务", "牵头单位", "配合单位", "完成时限"),
        (
            "1",
            "全面梳理各级政务服务事项，编制统一的办事指南并向社会公布",
            "市政务服务局",
            "市委编办、市司法局",
            "2025年3月底前",
        ),
        (
            "2",
            "推动“高效办成一件事”重点事项落地，线上线下同步开通专区",
            "市政务服务局",
            "市数据局、市公安局、市人力资源社会保障局",
            "2025年6月底前",
        ),
        (
            "3",
            "建立企业诉求直报平台，诉求办理满意率不低于95%",
            "市工业和信息化局",
            "市工商联",
            "持续推进",
        ),
        (
            "4",
            "清理政府采购和招标投标领域的不合理限制，公布典型案例",
            "市财政局",
            "市发展改革委、市住房城乡建设局",
            "2025年9月底前",
        ),
        (
            "5",
            "对中小微企业贷款给予贴息支持，全年新增信用贷款不少于30亿元",
            "市金融办",
            "人民银行清河市分行",
            "2025年12月底前",
        ),
        (
            "6",
            "压减行政许可办理时限30%以上，企业开办1个工作日内办结",
            "市市场监管局",
            "市税务局",
            "2025年6月底前",
        ),
        (
            "7",
            "实行“综合查一次”，同一企业每年入企检查原则上不超过2次",
            "市司法局",
            "各行政执法部门",
            "2025年4月起",
        ),
        (
            "8",
            "建设标准厂房50万平方米，保障重点项目用地2000亩",
            "市自然资源和规划局",
            "各县（市、区）人民政府",
            "2025年底前",
        ),
        (
            "9",
            "开展营商环境第三方评估，评估结果在一定范围内通报",
            "市委改革办",
            "市统计局",
            "2025年11月底前",
        ),
    ),
)
MERGED = Block(
    "table",
    rows=(
        ("类别", "指标名称", "单位", "2024年完成", "2025年目标"),
        ("经济运行", "地区生产总值增速", "%", "5.6", "6左右"),
        (None, "规模以上工业增加值增速", "%", "6.8", "7.5"),
        (None, "社会消费品零售总额", "亿元", "412.3", "440"),
        ("绿色发展", "空气质量优良天数比率", "%", "84.2", "85以上"),
        (None, "单位地区生产总值能耗降低", "%", "2.9", "3"),
        ("民生保障", "城镇新增就业", "万人", "3.1", "3.2"),
        (None, "改造老旧小区", "个", "58", "60"),
    ),
)

NOTICE = _blocks(
    """
H 清河市人民政府办公室文件
C 清政办发〔2025〕12号
T 清河市人民政府办公室关于印发清河市优化营商环境三年行动方案的通知
各县（市、区）人民政府，市政府各部门，各直属机构：
《清河市优化营商环境三年行动方案（2025—2027年）》已经市政府第28次常务会议研究同意，现印发给你们，请结合实际认真贯彻落实。
R 清河市人民政府办公室
R 2025年2月18日
T 清河市优化营商环境三年行动方案（2025—2027年）
为深入贯彻落实党中央、国务院和省委、省政府关于优化营商环境的决策部署，持续激发经营主体活力和社会创造力，推动经济高质量发展，结合我市实际，制定本方案。
I 一、总体要求
以经营主体需求为导向，以转变政府职能为核心，坚持市场化、法治化、国际化原则，坚持问题导向和目标导向相统一，对标先进地区，聚焦企业全生命周期，着力破解办事难、办事慢、多头跑、来回跑等突出问题，用三年时间努力打造办事效率最高、政策最优、环境最好、获得感最强的营商环境。
到2025年底，政务服务事项网上可办率达到98%以上，行政许可事项承诺办理时限在法定时限基础上压减60%以上；到2026年底，企业满意度力争达到95%；到2027年底，营商环境综合评价进入全省前三位，新登记经营主体累计超过12万户。
I 二、主要任务
I （一）提升政务服务效能
1.推进“一网通办”。依托全省一体化政务服务平台，统一事项名称、申请材料和办理流程，除法律法规另有规定外，政务服务事项全部纳入平台办理。加快电子证照归集应用，凡是能够通过数据共享获取的证明材料，不得要求企业和群众重复提交。市政务服务局牵头，市数据局、市公安局、市民政局配合，2025年6月底前完成。
2.深化“高效办成一件事”改革。围绕企业开办、工程建设项目审批、不动产登记、员工录用、企业注销等高频事项，实行一次告知、一表申请、一套材料、一窗受理、一网办理。2025年推出不少于15件，2026年底前累计达到30件以上。鼓励有条件的县（市、区）结合产业特点推出特色事项。
3.规范中介服务管理。编制行政审批中介服务事项清单，未纳入清单的一律不得作为审批的受理条件。建立中介服务网上超市，实行服务承诺、执业公示和信用评价，严禁指定或者变相指定中介服务机构。
I （二）降低经营主体成本
1.落实税费优惠政策。全面落实国家和省出台的减税降费政策，推行“免申即享”，让符合条件的企业应享尽享。建立涉企收费目录清单制度，清单之外一律不得收费，对违规收费问题严肃查处并公开曝光。
2.缓解融资难融资贵。用好支小再贷款、普惠小微贷款支持工具，引导金融机构加大首贷、信用贷、无还本续贷投放力度。市财政每年安排不低于5000万元的风险补偿资金，对符合条件的贷款损失按不超过40%的比例给予补偿。到2027年底，普惠小微贷款余额突破300亿元，年均增长不低于15%。
3.保障要素供给。对省级以上重点项目用地应保尽保，推行工业用地“标准地”出让，力争2025年新增工业用地“标准地”出让比例不低于80%。优化用水用电用气报装流程，小微企业低压用电报装“零上门、零审批、零投资”，水电气联合报装全流程不超过5个工作日。
I （三）强化法治保障
1.规范涉企行政检查。制定公布年度检查计划，推行“综合查一次”，同一部门对同一企业实施的多项检查原则上一次性完成。对守法诚信企业减少检查频次，不得干扰企业正常生产经营。除涉及人民群众生命安全、发生重特大事故等情况外，不得简单要求企业停产停业。
2.依法保护企业产权。依法慎用查封、扣押、冻结等强制措施，严格区分经济纠纷与经济犯罪，畅通涉企案件绿色通道。开展拖欠企业账款专项清理，2025年底前无分歧欠款全部清偿到位，防止边清边欠。
3.健全守信激励机制。完善信用修复制度，推行信用报告代替无违法违规证明，让守信者处处受益、失信者寸步难行。
I 三、保障措施
I （一）加强组织领导
市优化营商环境工作领导小组统筹推进各项工作，领导小组办公室设在市委改革办，负责综合协调、督促落实。各县（市、区）要落实属地责任，主要负责同志亲自抓、负总责，结合实际制定具体工作措施，不搞层层加码，不要求基层层层制定配套文件。
I （二）严格督导考核
将营商环境建设纳入年度综合考核，建立“月调度、季通报、年考评”机制。对工作成效明显的地方和单位给予通报表扬；对推诿扯皮、落实不力的予以约谈，造成严重后果的依规依纪追究责任。
I （三）注重宣传解读
通过新闻发布会、政策宣讲进企业等形式，及时解读政策内容和办事流程，总结推广可复制的经验做法，营造人人关心、人人支持营商环境建设的良好氛围。
"""
)

LETTER = _blocks(
    """
T 關於加強智慧城市及社區安老服務工作的意見
各區民政事務處，有關部門：
為貫徹落實本市施政綱領提出的「以民為本、科技惠民」要求，進一步完善社區安老服務網絡，提升居家照顧質素，現就有關工作提出如下意見。
I 一、工作目標
到2026年底，全市每個社區最少設立1間長者服務中心，居家照顧服務名額由目前的3,200個增加至不少於5,000個，輪候時間縮短至6個月以內；到2028年，建成覆蓋全市的智慧安老服務平台，長者數碼技能培訓累計受惠人數超過80,000人次。
I 二、重點任務
I （一）健全服務網絡
1.優化設施佈局。各區應當結合人口結構和實際需要，統籌利用閒置校舍、社區會堂等公共設施，改建為長者日間護理中心。新建住宅小區須按照標準同步規劃、同步建設、同步交付安老設施，不得擅自改變用途。
2.擴大家居照顧。支持社會企業和慈善團體提供助餐、助浴、助潔、助行等服務，對獨居及高齡長者每週最少探訪1次，對行動不便者提供上門評估。由民政事務局牽頭，衞生局、社會服務聯會配合，2025年第三季度前制定服務標準。
3.培育專業隊伍。設立護理人員培訓津貼，每年培訓不少於600人；鼓勵職業訓練機構開設安老服務課程，畢業生入職後連續服務滿2年的，可獲一次性獎勵。
I （二）推動科技應用
1.建設智慧平台。整合各部門數據，建立長者健康檔案，在保障個人私隱的前提下實現資料共享。推廣跌倒偵測、遙距監測等設備，優先配備予獨居長者，2026年底前覆蓋率達到85%以上。
2.消除數碼鴻溝。保留櫃檯、電話等傳統服務方式，任何機構不得拒收現金，不得以未使用智能手機為由拒絕提供服務。在圖書館、社區中心開設數碼技能班，由義工一對一指導。
I （三）完善支援措施
1.減輕照顧者壓力。試行暫託服務，為照顧者提供每年不超過14天的喘息服務；設立24小時支援熱線，提供情緒輔導及緊急轉介。
2.加強資源保障。市財政按照常住長者人數安排專項資金，人均標準不低於每年180元，專款專用；探索引入長期護理保險，逐步擴大受惠範圍。
I 三、組織實施
各區要切實加強領導，將安老服務列入年度重點工作，明確責任單位和完成時間，避免形式主義，不得增加基層填表報數的負擔。民政事務局每半年檢視一次進度，並向市政府報告；遇有重大問題，應當及時提出修訂建議。
R 清河市政務委員會
R 2025年4月9日
"""
)

CIRCULAR = _blocks(
    """
T Guidelines on Reducing the Reporting Burden of Local Offices
These guidelines set out how departments shall reduce the number of forms, meetings and inspections that reach townships and villages. They apply to every department of the municipal government and to the counties and districts under its administration from 1 July 2025.
I 1. Principles
Departments shall ask for a figure only once. A figure that another department already holds must be obtained through data sharing, and it may not be requested from a township again. No report may be requested more than four times a year unless a law provides otherwise or an emergency has been declared by the competent authority.
Where a task can be deployed by a meeting, no supporting document should be required. Local offices are encouraged to adapt measures to their own conditions, provided that the purpose of the policy and the safeguards for residents are kept in full.
I 2. Measures
The General Office shall keep a public register of all recurring forms. By the end of 2025 the number of recurring forms must fall by at least 40 per cent compared with 2023, and the average time that a village spends on them should not exceed six hours per month.
Inspections of the same kind shall be carried out together. A unit may not be inspected by more than two municipal departments within the same quarter; joint visits count once. Results of an inspection shall be shared with the unit within ten working days, and the unit may object within a further ten working days.
I 3. Follow-up
The Supervision Office leads this work in cooperation with the Finance Bureau and the Statistics Bureau. It shall publish progress every six months and propose amendments to these guidelines where the evidence shows that a measure does not achieve its purpose.
"""
)

ALL_SHORT = (*NOTICE[:14], TASKS)
